"""From what is wanted to a whole file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from arena.queries.exports.battles import battle_columns
from arena.queries.exports.columns import Column, Data, columns_of
from arena.queries.exports.pages import ROWS_A_PAGE
from arena.queries.exports.snapshots import snapshot_rows, snapshots_in
from arena.queries.exports.votes import Wanted, vote_pages, votes_in
from arena.queries.exports.writing import Written, write_batches


@dataclass(frozen=True)
class ExportSpec:
    """A file to be made. `public`: `wanted` has a key of pseudonyms."""

    data: Data
    wanted: Wanted

    @property
    def columns(self) -> tuple[Column, ...]:
        """What will stand in it."""
        return columns_of(self.data, public=self.wanted.key is not None)

    @property
    def schema(self) -> pa.Schema:
        """The same as Arrow has it."""
        return pa.schema([column.field for column in self.columns])


def count_rows(spec: ExportSpec) -> int:
    """How many rows there are now; of snapshots, how many boards."""
    if spec.data is Data.SNAPSHOTS:
        return snapshots_in(spec.wanted).count()
    return votes_in(spec.wanted, voided=spec.data is Data.VOIDED_VOTES).count()


def export_batches(spec: ExportSpec) -> Iterator[pa.RecordBatch]:
    """The rows in order, as many at a time as memory bears easily. Nothing is read before the first is asked for."""
    if spec.data is Data.SNAPSHOTS:
        for rows in snapshot_rows(spec.wanted):
            yield pa.RecordBatch.from_pylist(rows, spec.schema)
        return
    for columns in _columns(spec):
        yield pa.RecordBatch.from_arrays([columns[name] for name in spec.schema.names], schema=spec.schema)


def _columns(spec: ExportSpec) -> Iterator[dict[str, pa.Array]]:
    if spec.data is Data.BATTLES:
        return battle_columns(spec.wanted)
    voided = spec.data is Data.VOIDED_VOTES
    return (columns for _page, columns in vote_pages(spec.wanted, ROWS_A_PAGE, voided=voided))


def write_export(spec: ExportSpec, path: Path, form: str, progress: Callable[[int], None]) -> Written:
    """Write the file as `form` (one of FORMATS). It stands at `path` when it is whole, and not before.

    `progress` hears how many rows have been written. An exception of it ends the writing, and no file is left.
    """
    return write_batches(export_batches(spec), spec.schema, path, form, progress)
