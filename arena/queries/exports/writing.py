"""Batches of rows into a file of one of three formats; half a file is never taken for a whole one."""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import BufferedRandom
from pathlib import Path
from typing import IO, Protocol

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

PART = ".part"
BOM = b"\xef\xbb\xbf"
"""A spreadsheet takes a file for UTF-8 only with it."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
FIRST_BYTES = np.isin(np.arange(256), [start.encode()[0] for start in FORMULA_STARTS])


@dataclass(frozen=True)
class Written:
    """A whole file. `sha256` as 64 hexadecimal digits."""

    rows: int
    size: int
    sha256: str


class _Form(Protocol):
    """A file of some format while it is written."""

    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows."""

    def close(self) -> None:
        """Add what stands at the end."""


class _Csv:
    """For spreadsheets: lists stand there as JSON, and nothing can be taken for a formula."""

    def __init__(self, file: IO[bytes], schema: pa.Schema) -> None:
        file.write(BOM)
        flat = pa.schema([field if not _is_nested(field) else pa.field(field.name, pa.string()) for field in schema])
        self._schema = flat
        self._writer = pa.csv.CSVWriter(pa.PythonFile(file, "w"), flat)

    def write(self, batch: pa.RecordBatch) -> None:
        columns = [_as_cells(batch.column(i)) for i in range(batch.num_columns)]
        self._writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=self._schema))

    def close(self) -> None:
        self._writer.close()


class _Jsonl:
    """One JSON object a line."""

    def __init__(self, file: IO[bytes], _schema: pa.Schema) -> None:
        self._file = file

    def write(self, batch: pa.RecordBatch) -> None:
        self._file.writelines(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in batch.to_pylist())

    def close(self) -> None:
        """Nothing stands at the end."""


class _Parquet:
    """Columns with their types."""

    def __init__(self, file: IO[bytes], schema: pa.Schema) -> None:
        self._writer = pa.parquet.ParquetWriter(pa.PythonFile(file, "w"), schema, compression="zstd")

    def write(self, batch: pa.RecordBatch) -> None:
        self._writer.write_batch(batch)

    def close(self) -> None:
        self._writer.close()


FORMS: dict[str, Callable[[IO[bytes], pa.Schema], _Form]] = {"csv": _Csv, "jsonl": _Jsonl, "parquet": _Parquet}
FORMATS = tuple(FORMS)


def spare_memory() -> None:
    """For a process that only writes a file: let Arrow give memory back at once, where it was built with that pool."""
    try:
        pool = pa.jemalloc_memory_pool()
    except NotImplementedError:
        return
    pa.jemalloc_set_decay_ms(0)
    pa.set_memory_pool(pool)


def write_batches(
    batches: Iterable[pa.RecordBatch], schema: pa.Schema, path: Path, form: str, progress: Callable[[int], None]
) -> Written:
    """Write all batches as `form`. The file stands at `path` when it is whole; a file that stood there is replaced.

    `progress` hears how many rows have been written.
    """
    rows = 0
    with _whole_or_nothing(path) as file:
        # Closed also after an exception: a writer that is thrown away would write into the closed file.
        with closing(FORMS[form](file, schema)) as writer:
            for batch in batches:
                writer.write(batch)
                rows += batch.num_rows
                progress(rows)
        file.flush()
        file.seek(0)
        written = Written(rows, os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest())
    return written


@contextmanager
def _whole_or_nothing(path: Path) -> Iterator[BufferedRandom]:
    """A file under another name that gets `path` for its name at the end; after an exception it is gone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(path)
    part = path.with_name(f".{path.name}.{os.urandom(6).hex()}{PART}")
    with part.open("xb+") as file:
        # The lock tells others that somebody still writes here; the system takes it back from whoever is killed.
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    _keep_name(path.parent)


def _remove_abandoned(path: Path) -> None:
    """What a killed process left of an earlier try at the same file."""
    for part in path.parent.glob(f".{path.name}.*{PART}"):
        with part.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            part.unlink(missing_ok=True)


def _keep_name(folder: Path) -> None:
    """Make the new name durable, as the file's content is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_nested(field: pa.Field) -> bool:
    return bool(pa.types.is_nested(field.type))


def _as_cells(column: pa.Array) -> pa.Array:
    """A column as cells of a spreadsheet; a text that would be a formula gets an apostrophe, which shows the text."""
    if pa.types.is_nested(column.type):
        return pa.array([orjson.dumps(value).decode() for value in column.to_pylist()], pa.string())
    if not pa.types.is_string(column.type):
        return column
    if not _may_start_a_formula(column):
        return column
    risky = pc.is_in(pc.utf8_slice_codeunits(column, 0, 1), pa.array(FORMULA_STARTS))
    return pc.if_else(risky, pc.binary_join_element_wise("'", column, ""), column)


def _may_start_a_formula(column: pa.Array) -> bool:
    """Whether any text begins with the first byte of such a start: quick, and for most columns enough to know."""
    _, places, data = column.buffers()
    if data is None:
        return False
    starts = np.frombuffer(places, np.int32)[column.offset : column.offset + len(column) + 1]
    first = np.frombuffer(data, np.uint8)[starts[:-1][starts[:-1] < starts[1:]]]
    return bool(FIRST_BYTES[first].any())
