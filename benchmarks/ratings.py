"""How fast votes become ratings, beside evalica and choix in the same run: `python -m benchmarks.ratings`.

Every figure comes from a process of its own on one thread, the best of a few runs after the votes are in memory, with
the memory that it took beyond them. All methods converge to a millionth of a point, and how far they agree is printed.
Votes "from rows" are arrays of small numbers, as our reader gives them; "from names" are the lists of names that
evalica takes. The last part rates CSV files through `manage.py rate_votes`, start of the process included.
"""

import argparse
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from benchmarks.support.rating_methods import simulate

ROOT = Path(__file__).resolve().parents[1]
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
SIZES = ((10**4, 5), (10**6, 10), (10**6, 200), (5 * 10**6, 50))
COMPARED = ("from_rows", "from_names", "from_tallies", "evalica_rows", "evalica_counts", "choix_counts")
LARGE = (10**6, 200)
SPELLED = np.array(["model_a", "model_b", "tie"], dtype=object)


@dataclass(frozen=True)
class Measured:
    """One method on one size of contest."""

    seconds: float
    mb: float
    ratings: list[float]


@dataclass(frozen=True)
class Bar:
    """What must hold: `found` ≤ `most` (or ≥, for how many times faster)."""

    what: str
    found: float
    limit: float
    at_least: bool = False

    def line(self) -> str:
        """The bar as a ratio; at or below 1 it holds."""
        ratio = self.limit / self.found if self.at_least else self.found / self.limit
        sign = "≥" if self.at_least else "≤"
        verdict = "holds" if ratio <= 1 else "FALLS SHORT"
        return f"{self.what:<58} {self.found:9.2f} {sign} {self.limit:<7.4g} ratio {ratio:5.2f}  {verdict}"


def measure(method: str, votes: int, entrants: int) -> Measured:
    """Run one method in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.support.rating_methods", method, str(votes), str(entrants)]
    told = subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT, env=os.environ | ONE_THREAD)
    return Measured(**json.loads(told.stdout))


def compare(votes: int, entrants: int) -> dict[str, Measured]:
    """All compared methods on one size, printed."""
    found = {method: measure(method, votes, entrants) for method in COMPARED}
    ours = np.array(found["from_tallies"].ratings)
    print(f"\n{votes:,} votes x {entrants} entrants")
    for method, one in found.items():
        apart = np.abs(np.array(one.ratings) - ours).max()
        ratio = one.seconds / found["from_rows"].seconds
        print(
            f"  {method:<15} {one.seconds * 1000:10.2f} ms  {ratio:7.1f} x from_rows  {one.mb:7.1f} MB"
            f"  {apart:.0e} points apart"
        )
    return found


def write_csv(path: Path, votes: int, entrants: int) -> None:
    """A vote file as the command reads it without options."""
    rows = simulate(votes, entrants)
    names = np.array(rows.entrants, dtype=object)
    columns = {"model_a": names[rows.a], "model_b": names[rows.b], "winner": SPELLED[rows.outcome]}
    pa.csv.write_csv(pa.table({name: pa.array(column, pa.string()) for name, column in columns.items()}), path)


def rate_file(path: Path) -> tuple[float, float]:
    """Seconds and peak MB of `manage.py rate_votes` on a file."""
    words = [sys.executable, "manage.py", "rate_votes", str(path), "--format", "json"]
    start = time.perf_counter()
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"rate_votes ended with {process.returncode}.")
    return time.perf_counter() - start, peak_mb(used)


def peak_mb(used: resource.struct_rusage) -> float:
    """Linux counts it in KiB."""
    return used.ru_maxrss * 1024 / 1e6


def file_bars(folder: Path) -> list[Bar]:
    """The bars on whole files."""
    bars = []
    for votes, entrants in (LARGE, (5 * 10**6, 50)):
        path = folder / f"{votes}.csv"
        # In a process of its own: a process that is started is charged with the memory of the one that starts it.
        writer = multiprocessing.get_context("spawn").Process(target=write_csv, args=(path, votes, entrants))
        writer.start()
        writer.join()
        seconds, mb = min(rate_file(path) for _ in range(3))
        print(f"\nrate_votes on {votes:,} rows of CSV: {seconds:.2f} s, {mb:.0f} MB at its peak")
        bars.append(
            Bar("10^6 rows of CSV through rate_votes, s", seconds, 3)
            if votes == LARGE[0]
            else Bar("5 x 10^6 rows of CSV through rate_votes, MB", mb, 300)
        )
    return bars


def speed_bars(found: dict[str, Measured]) -> list[Bar]:
    """The bars at 10^6 x 200, and what has none but belongs beside them."""
    seconds = {method: one.seconds for method, one in found.items()}
    counted = measure("folding", *LARGE).seconds
    agreement = max(float(np.abs(np.subtract(one.ratings, found["from_rows"].ratings)).max()) for one in found.values())
    return [
        Bar("all methods agree at 10^6 x 200, millionths of a point", agreement * 1e6, 1),
        Bar("from rows, times faster than evalica on rows", seconds["evalica_rows"] / seconds["from_rows"], 20, True),
        Bar("  the same from names, without a bar", seconds["evalica_rows"] / seconds["from_names"], 1, True),
        Bar("from rows / choix that is given counts", seconds["from_rows"] / seconds["choix_counts"], 1.5),
        Bar("  the same / choix and counting for it", seconds["from_rows"] / (seconds["choix_counts"] + counted), 1.5),
        Bar("from tallies / choix that is given counts", seconds["from_tallies"] / seconds["choix_counts"], 1.5),
        Bar("refit from tallies at 200 entrants, ms", measure("refit", *LARGE).seconds * 1000, 5),
        Bar("sandwich at 200 entrants, ms", measure("intervals", *LARGE).seconds * 1000, 5),
        Bar("style control of 10^6 votes by 4 features, s", measure("style", *LARGE).seconds, 1),
    ]


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    found = {size: compare(*size) for size in SIZES}
    bars = speed_bars(found[LARGE])
    with tempfile.TemporaryDirectory() as folder:
        bars += file_bars(Path(folder))
    print()
    for bar in bars:
        print(bar.line())


if __name__ == "__main__":
    main()
