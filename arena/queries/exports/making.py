"""From what is wanted to a whole file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from arena.queries.exports.battles import battle_columns
from arena.queries.exports.columns import Column, Data, columns_of, schema_of
from arena.queries.exports.pages import ROWS_A_PAGE
from arena.queries.exports.snapshots import snapshot_rows, snapshots_in
from arena.queries.exports.votes import Wanted, vote_pages, votes_in
from arena.queries.exports.watermarks import watermark
from arena.queries.exports.writing import Written, write_batches


class Source(Protocol):
    """Rows that can be written into a file."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """What will stand in it."""

    def count(self) -> int:
        """About how many rows there are now, for telling progress."""

    def watermark(self) -> int | None:
        """The last fold of votes that a file written now would show; None where folds change nothing."""

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows in order, as many at a time as memory bears easily. Nothing is read before the first is asked."""


@dataclass(frozen=True)
class ExportSpec:
    """A pool's rows. `public`: `wanted` has a key of pseudonyms."""

    data: Data
    wanted: Wanted

    @property
    def columns(self) -> tuple[Column, ...]:
        return columns_of(self.data, public=self.wanted.key is not None)

    def count(self) -> int:
        """Of snapshots, how many boards."""
        if self.data is Data.SNAPSHOTS:
            return snapshots_in(self.wanted).count()
        return votes_in(self.wanted, voided=self.data is Data.VOIDED_VOTES).count()

    def watermark(self) -> int:
        return watermark(self.wanted.pool_ref, self.data)

    def batches(self) -> Iterator[pa.RecordBatch]:
        schema = schema_of(self.columns)
        if self.data is Data.SNAPSHOTS:
            for rows in snapshot_rows(self.wanted):
                yield pa.RecordBatch.from_pylist(rows, schema)
            return
        for columns in self._arrays():
            yield pa.RecordBatch.from_arrays([columns[name] for name in schema.names], schema=schema)

    def _arrays(self) -> Iterator[dict[str, pa.Array]]:
        if self.data is Data.BATTLES:
            return battle_columns(self.wanted)
        voided = self.data is Data.VOIDED_VOTES
        return (columns for _page, columns in vote_pages(self.wanted, ROWS_A_PAGE, voided=voided))


def write_export(source: Source, path: Path, form: str, progress: Callable[[int], None]) -> Written:
    """Write the file as `form` (one of FORMATS). It stands at `path` when it is whole, and not before.

    `progress` hears how many rows have been written. An exception of it ends the writing, and no file is left.
    """
    return write_batches(source.batches(), schema_of(source.columns), path, form, progress)
