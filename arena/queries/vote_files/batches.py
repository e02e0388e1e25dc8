"""Vote files of every format as batches of columns."""

import csv
import gzip
import io
import math
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any, TypeAlias, cast

import orjson
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from arena.queries.vote_files.problem import VoteFileProblem

READABLE = ".csv, .jsonl, .ndjson or .parquet, each also with .gz"
CSV_BLOCK = 1 << 20
ROWS_AT_ONCE = 1 << 14
BUFFER = 1 << 16

Plain: TypeAlias = IO[bytes] | gzip.GzipFile
Progress = Callable[[float], None]
Choose = Callable[[Sequence[str]], tuple[list[str], list[str]]]


@dataclass(frozen=True)
class Batch:
    """Some rows: text columns (null where nothing stands) and number columns (null where no number stands).

    `malformed`: lines met on the way that have more or fewer values than there are columns.
    """

    columns: dict[str, Any]
    rows: int
    malformed: int = 0


def read_batches(path: Path, choose: Choose, progress: Progress) -> Iterator[Batch]:
    """The file's rows in order. `choose` gets its column names and says which to read as text and which as numbers.

    `progress` hears the share of the file that has been read. Raises VoteFileProblem for a file that cannot be read.
    """
    with _told_plainly(path):
        suffixes = [suffix.lower() for suffix in path.suffixes]
        kind = suffixes[-2] if suffixes[-1:] == [".gz"] and len(suffixes) > 1 else suffixes[-1] if suffixes else ""
        if kind not in READERS:
            raise VoteFileProblem(f"{path.name} has no ending that tells its format: {READABLE} can be read.")
        with ExitStack() as stack:
            raw = stack.enter_context(path.open("rb"))
            size = max(1, path.stat().st_size)
            packed = suffixes[-1] == ".gz"
            plain: Plain = stack.enter_context(gzip.open(raw)) if packed else raw
            yield from READERS[kind](plain, choose, progress, lambda: raw.tell() / size)


def _csv(file: Plain, choose: Choose, progress: Progress, share: Callable[[], float]) -> Iterator[Batch]:
    texts, numbers = choose(_header(file))
    file.seek(0)
    reading = pa.csv.ReadOptions(block_size=CSV_BLOCK, use_threads=False)
    malformed = 0

    def skip(row: Any) -> str:
        nonlocal malformed
        malformed += 1
        return "skip"

    parsing = pa.csv.ParseOptions(newlines_in_values=True, invalid_row_handler=skip)
    # All are read as texts: a type guessed from the first block fails on the millionth row, and so does a number that
    # is none.
    types = dict.fromkeys([*texts, *numbers], pa.string())
    converting = pa.csv.ConvertOptions(column_types=types, include_columns=list(types), strings_can_be_null=False)
    with pa.csv.open_csv(file, reading, parsing, converting) as reader:
        for batch in reader:
            columns = {name: batch.column(name) for name in texts}
            columns |= {name: _numbers(batch.column(name)) for name in numbers}
            yield Batch(columns, batch.num_rows, malformed)
            malformed = 0
            progress(share())
    # `pa.array` would load pandas where that is installed: half a second and 50 MB.
    nothing = {name: pa.nulls(0, pa.string()) for name in texts}
    yield Batch(nothing | {name: pa.nulls(0, pa.float64()) for name in numbers}, 0, malformed)


def _header(file: Plain) -> list[str]:
    """The column names, from the first line."""
    text = io.TextIOWrapper(cast(IO[bytes], file), encoding="utf-8-sig", newline="")
    try:
        names = next(csv.reader(text), [])
    finally:
        text.detach()
    if not names:
        raise VoteFileProblem("The file is empty.")
    return names


def _jsonl(file: Plain, choose: Choose, progress: Progress, share: Callable[[], float]) -> Iterator[Batch]:
    lines = enumerate(file, start=1)
    texts: list[str] = []
    numbers: list[str] = []
    chosen = False
    while block := list(islice(lines, ROWS_AT_ONCE)):
        rows = [_object(at, line) for at, line in block if line.strip()]
        if not chosen and rows:
            # A name may be left out where it has no value, so the first rows together tell the columns.
            texts, numbers = choose(list(dict.fromkeys(name for row in rows for name in row)))
            chosen = True
        columns: dict[str, Any] = {
            name: pa.array([_text(row.get(name)) for row in rows], pa.string()) for name in texts
        }
        columns |= {name: pa.array([_number(row.get(name)) for row in rows], pa.float64()) for name in numbers}
        yield Batch(columns, len(rows))
        progress(share())
    if not chosen:
        raise VoteFileProblem("The file is empty.")


def _object(number: int, line: bytes) -> dict[str, Any]:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise VoteFileProblem(f"Line {number} is not JSON: {error}.") from error
    if not isinstance(row, dict):
        raise VoteFileProblem(f"Line {number} is not a JSON object: every line must be one vote.")
    return row


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else orjson.dumps(value).decode()


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _numbers(column: Any) -> Any:
    """A column of numbers, or of texts that spell them; each different text is read once, null where it is none."""
    if not pa.types.is_string(column.type) and not pa.types.is_large_string(column.type):
        return column.cast(pa.float64())
    encoded = column.dictionary_encode()
    numbers = pa.array([_spelled(text) for text in encoded.dictionary.to_pylist()], pa.float64())
    return numbers.take(encoded.indices)


def _spelled(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _parquet(file: Plain, choose: Choose, progress: Progress, share: Callable[[], float]) -> Iterator[Batch]:
    # A packed Parquet file is unpacked as a whole, because it is read from its end.
    source = pa.parquet.ParquetFile(
        pa.BufferReader(file.read()) if isinstance(file, gzip.GzipFile) else file, buffer_size=BUFFER
    )
    texts, numbers = choose(source.schema_arrow.names)
    total, done = max(1, source.metadata.num_rows), 0
    for batch in source.iter_batches(ROWS_AT_ONCE, columns=[*texts, *numbers], use_threads=False):
        columns = {name: batch.column(name).cast(pa.string()) for name in texts}
        columns |= {name: _numbers(batch.column(name)) for name in numbers}
        yield Batch(columns, batch.num_rows)
        done += batch.num_rows
        progress(done / total)


READERS = {".csv": _csv, ".jsonl": _jsonl, ".ndjson": _jsonl, ".parquet": _parquet}


@contextmanager
def _told_plainly(path: Path) -> Iterator[None]:
    """Whatever keeps the file from being read, as one sentence."""
    try:
        yield
    except VoteFileProblem as problem:
        message = str(problem)
        raise VoteFileProblem(message if path.name in message else f"{path.name}: {message}") from problem
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise VoteFileProblem(f"{path.name} cannot be read: {reason}.") from error
    except UnicodeDecodeError as error:
        raise VoteFileProblem(f"{path.name} is not UTF-8 text: save it as UTF-8.") from error
    except pa.ArrowException as error:
        reason = str(error).splitlines()[0].rstrip(". ")
        raise VoteFileProblem(f"{path.name} cannot be read: {reason}.") from error
