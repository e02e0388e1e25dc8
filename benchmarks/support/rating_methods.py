"""One way to rate simulated votes, timed in a process of its own: `python -m benchmarks.support.rating_methods ours …`.

Prints one JSON object: the best time of a few runs, the memory that the work took beyond its input, and the ratings.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

import choix
import evalica
import numpy as np

from arena.rules.ratings.bradley_terry import POINTS_PER_LOGIT, fit, strengths_from, with_prior
from arena.rules.ratings.rows import SCORES, TIE, VoteRows, sided_counts
from arena.rules.ratings.sandwich import sandwich
from arena.rules.ratings.style import control_style
from arena.rules.ratings.tally import Counts

FEATURES = 4
TIE_SHARE = 0.2
WORTH_REPEATING_S = 1.0
RUNS = 7
WINNERS = np.array([evalica.Winner.X, evalica.Winner.Y, evalica.Winner.Draw], dtype=object)


def simulate(votes: int, entrants: int) -> VoteRows:
    """Votes on random pairs of entrants whose strengths spread over some 560 points."""
    rng = np.random.default_rng(7)
    strengths = 0.8 * rng.standard_normal(entrants)
    a = rng.integers(0, entrants, votes, dtype=np.int32)
    b = (a + rng.integers(1, entrants, votes, dtype=np.int32)) % np.int32(entrants)
    outcome = (rng.random(votes) >= 1 / (1 + np.exp(strengths[b] - strengths[a]))).astype(np.int8)
    outcome[rng.random(votes) < TIE_SHARE] = TIE
    return VoteRows(tuple(f"entrant-{i:03d}" for i in range(entrants)), a, b, outcome)


def points(strengths: np.ndarray) -> np.ndarray:
    """Ratings of mean 1000."""
    return 1000 + POINTS_PER_LOGIT * (strengths - strengths.mean())


def from_rows(rows: VoteRows) -> Callable[[], np.ndarray]:
    """Ours, from votes as the reader hands them over: arrays of small numbers."""
    return lambda: points(strengths_from(*with_prior(sided_counts(rows).counts(), 0.0)))


def from_names(rows: VoteRows) -> Callable[[], np.ndarray]:
    """Ours, from the lists of names and verdicts that evalica takes."""
    xs, ys, winners = named(rows)

    def rate() -> np.ndarray:
        index = {name: i for i, name in enumerate(sorted(set(xs).union(ys)))}
        codes = {id(winner): code for code, winner in enumerate(WINNERS)}
        a, b = (np.fromiter(map(index.__getitem__, side), np.int32, len(side)) for side in (xs, ys))
        said = np.fromiter(map(codes.__getitem__, map(id, winners)), np.int8, len(winners))
        return points(strengths_from(*with_prior(sided_counts(VoteRows(tuple(index), a, b, said)).counts(), 0.0)))

    return rate


def from_tallies(rows: VoteRows) -> Callable[[], np.ndarray]:
    """Ours, from counts."""
    counts = sided_counts(rows).counts()
    return lambda: points(strengths_from(*with_prior(counts, 0.0)))


def refit(rows: VoteRows) -> Callable[[], np.ndarray]:
    """Ours, from counts, with the inverse information that intervals need; the others give no intervals."""
    counts = sided_counts(rows).counts()
    return lambda: points(fit(counts, 0.0).strengths)


def folding(rows: VoteRows) -> Callable[[], np.ndarray]:
    """Ours: only the counting of votes, which whoever is given counts has behind them."""
    return lambda: sided_counts(rows).counts().scores.sum(axis=1)


def intervals(rows: VoteRows) -> Callable[[], np.ndarray]:
    """Ours: the sandwich, given a fit."""
    counts = sided_counts(rows).counts()
    fitted = fit(counts, 0.0)
    return lambda: np.sqrt(np.diag(sandwich(fitted, counts)))


def style(rows: VoteRows) -> Callable[[], np.ndarray]:
    """Ours: style control with four features."""
    rng = np.random.default_rng(8)
    of_a, of_b = (rng.integers(0, 500, (len(rows), FEATURES)).astype(float) for _ in "ab")
    return lambda: points(control_style(rows, of_a, of_b).strengths)


def named(rows: VoteRows) -> tuple[list[str], list[str], list[evalica.Winner]]:
    """The votes as lists of names and verdicts."""
    names = np.array(rows.entrants, dtype=object)
    return names[rows.a].tolist(), names[rows.b].tolist(), WINNERS[rows.outcome].tolist()


def evalica_rows(rows: VoteRows) -> Callable[[], np.ndarray]:
    """evalica, from votes."""
    return by_evalica(*named(rows), None, rows.entrants)


def evalica_counts(rows: VoteRows) -> Callable[[], np.ndarray]:
    """evalica, from counts given as weights."""
    table = sided_counts(rows).table
    outcome, a, b = np.nonzero(table)
    folded = VoteRows(rows.entrants, a, b, outcome.astype(np.int8))
    return by_evalica(*named(folded), table[table > 0].astype(float).tolist(), rows.entrants)


def by_evalica(
    xs: list[str], ys: list[str], winners: list[evalica.Winner], weights: list[float] | None, names: tuple[str, ...]
) -> Callable[[], np.ndarray]:
    """Converged as far as it takes to agree to a millionth of a point."""

    def rate() -> np.ndarray:
        found = evalica.bradley_terry(xs, ys, winners, weights=weights, limit=100_000, tolerance=1e-10)
        return points(np.log(found.scores[list(names)].to_numpy()))

    return rate


def choix_counts(rows: VoteRows) -> Callable[[], np.ndarray]:
    """choix, from counts, likewise converged."""
    scores = scored(sided_counts(rows).counts())
    return lambda: points(choix.ilsr_pairwise_dense(scores, alpha=0, max_iter=10_000, tol=1e-9))


def scored(counts: Counts) -> np.ndarray:
    """A tie as half a win each."""
    return counts.wins + SCORES[TIE] * counts.ties


METHODS = {
    method.__name__: method
    for method in (
        from_rows,
        from_names,
        from_tallies,
        folding,
        refit,
        intervals,
        style,
        evalica_rows,
        evalica_counts,
        choix_counts,
    )
}


def memory_mb(field: str) -> float:
    """A field of /proc/self/status, in MB."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(field))
    return int(line.split()[1]) / 1000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("method", choices=METHODS)
    parser.add_argument("votes", type=int)
    parser.add_argument("entrants", type=int)
    asked = parser.parse_args()
    rate = METHODS[asked.method](simulate(asked.votes, asked.entrants))
    Path("/proc/self/clear_refs").write_text("5")
    before = memory_mb("VmRSS")
    times: list[float] = []
    while len(times) < RUNS and sum(times) < WORTH_REPEATING_S:
        start = time.perf_counter()
        found = rate()
        times.append(time.perf_counter() - start)
    print(json.dumps({"seconds": min(times), "mb": memory_mb("VmHWM") - before, "ratings": found.tolist()}))


if __name__ == "__main__":
    main()
