"""From a vote file to the votes in it, and why the other rows are none."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from arena.queries.vote_files.batches import Batch, Progress, read_batches
from arena.queries.vote_files.columns import Columns, FoundColumns, find_columns
from arena.queries.vote_files.problem import VoteFileProblem
from arena.queries.vote_files.winners import UNKNOWN, Winners
from arena.rules.ratings.rows import VoteRows

MISSING = -1
MOST_ENTRANTS = 3000
ROOM = 1 << 16
PARTS = 16


@dataclass(frozen=True)
class VotesRead:
    """The votes of a file, entrants by name in sorted order.

    `skipped`: rows by the reason why they are no votes. `unknown_winners`: spellings that no outcome has, with how
    often they stand there. `unclustered`: votes that name no cluster; each is a cluster of its own. `style`: features
    of the answers on sides a and b, (v, k) each, NaN where the file has no number.
    """

    rows: VoteRows
    skipped: dict[str, int]
    unknown_winners: dict[str, int]
    unclustered: int
    style: tuple[NDArray[np.float64], NDArray[np.float64]]


def read_votes(path: Path, columns: Columns, values: dict[str, str], progress: Progress) -> VotesRead:
    """Read a CSV, JSONL or Parquet file, also packed by gzip. Raises VoteFileProblem.

    A row is skipped as `malformed`, `missing_entrant`, `self_battle`, `unknown_winner` or `duplicate`, by the first
    that fits. A duplicate has the id, and where the file names voters also the voter, of an earlier vote; the first
    one counts.
    """
    reader = _Reader(Winners(values), len(columns.style))
    found: list[FoundColumns] = []

    def choose(present: Any) -> tuple[list[str], list[str]]:
        found.append(find_columns(columns, present, path.name))
        return found[0].texts(), found[0].numbers()

    for batch in read_batches(path, choose, progress):
        reader.add(batch, found[0])
    return reader.votes(bool(columns.cluster), len(columns.style))


class _Names:
    """Numbers names in the order of their appearance, and counts nothing as MISSING."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, name: str) -> int:
        name = name.strip()
        return self.numbers.setdefault(name, len(self.numbers)) if name else MISSING


class _Reader:
    """Collects votes batch by batch as small integers; the texts are gone after each batch."""

    def __init__(self, winners: Winners, features: int) -> None:
        self._winners = winners
        self._entrants, self._clusters = _Names(), _Names()
        styles = [f"style_{side}{k}" for side in "ab" for k in range(features)]
        self._kept = {name: _Growing(TYPES.get(name, np.float64)) for name in (*TYPES, *styles)}
        self._skipped: Counter[str] = Counter()
        self._unknown: Counter[str] = Counter()
        self._rows = 0

    def add(self, batch: Batch, found: FoundColumns) -> None:
        """Take what is a vote, count what is not."""
        self._skipped["malformed"] += batch.malformed
        column = batch.columns
        a, b = (_coded(column[name], self._entrants.number) for name in (found.a, found.b))
        outcome = _coded(column[found.winner], self._winners.code)
        missing = (a == MISSING) | (b == MISSING)
        self_battle = ~missing & (a == b)
        unknown = ~missing & ~self_battle & (outcome == UNKNOWN)
        for reason, rows in (("missing_entrant", missing), ("self_battle", self_battle), ("unknown_winner", unknown)):
            self._skipped[reason] += int(rows.sum())
        if unknown.any():
            spelled = np.array(column[found.winner].to_pylist(), dtype=object)[unknown]
            self._unknown.update("" if said is None else said for said in spelled)
        vote = ~missing & ~self_battle & ~unknown
        self._keep(vote, a=a, b=b, outcome=outcome)
        if len(self._entrants.numbers) > MOST_ENTRANTS:
            columns = f"“{found.a}” and “{found.b}”"
            raise VoteFileProblem(f"{columns} name more than {MOST_ENTRANTS:,} entrants: are these the right columns?")
        if found.cluster:
            self._keep(vote, cluster=_coded(column[found.cluster], self._clusters.number))
        if found.id:
            self._keep(vote, key=_keys(column[found.id], column[found.voter] if found.voter else None, self._rows))
        self._rows += batch.rows
        for k, style in enumerate(found.style):
            self._keep(vote, **{f"style_a{k}": _numbers(column[style.a]), f"style_b{k}": _numbers(column[style.b])})

    def votes(self, clustered: bool, features: int) -> VotesRead:
        """All votes, without duplicates. To be called once: what was collected is let go."""
        keys = self._kept["key"].taken()
        first = _first_of_each(keys) if len(keys) else None
        self._skipped["duplicate"] += 0 if first is None else int((~first).sum())
        a, b, outcome = (self._picked(name, first) for name in ("a", "b", "outcome"))
        cluster = self._picked("cluster", first) if clustered else None
        unclustered = 0 if cluster is None else int((cluster == MISSING).sum())
        sides = [[self._picked(f"style_{s}{k}", first) for k in range(features)] for s in "ab"]
        style_a, style_b = (np.stack(side, axis=1) if side else np.empty((len(a), 0)) for side in sides)
        rows = _sorted_by_name(VoteRows(tuple(self._entrants.numbers), a, b, outcome, _without_gaps(cluster)))
        skipped = {reason: number for reason, number in self._skipped.items() if number}
        return VotesRead(rows, skipped, dict(self._unknown.most_common()), unclustered, (style_a, style_b))

    def _keep(self, vote: NDArray[np.bool_], **values: NDArray[Any]) -> None:
        for name, value in values.items():
            self._kept[name].append(value[vote])

    def _picked(self, name: str, pick: NDArray[np.bool_] | None) -> NDArray[Any]:
        whole = self._kept[name].taken()
        return whole if pick is None or pick.all() else whole[pick]


class _Growing:
    """An array that grows where it stands, so that millions of numbers are never held twice."""

    def __init__(self, kind: Any) -> None:
        self._room = np.empty(ROOM, kind)
        self._length = 0

    def append(self, values: NDArray[Any]) -> None:
        end = self._length + len(values)
        if end > len(self._room):
            # No view on it exists yet, which is what the check would be for.
            self._room.resize(max(end, len(self._room) * 5 // 4), refcheck=False)
        self._room[self._length : end] = values
        self._length = end

    def taken(self) -> NDArray[Any]:
        """The values; nothing may be appended afterwards, and a second time there is nothing."""
        values, self._room, self._length = self._room[: self._length], self._room[:0], 0
        return values


TYPES = {"a": np.int16, "b": np.int16, "outcome": np.int8, "cluster": np.int32, "key": np.int64}


def _coded(column: Any, number: Any) -> NDArray[np.int32]:
    """The number of each text (v,); each different text is looked up once. Null is MISSING."""
    encoded = column.dictionary_encode(null_encoding="encode")
    texts = encoded.dictionary.to_pylist()
    numbers = np.array([MISSING if text is None else number(text) for text in texts], dtype=np.int32)
    # Arrow's own way to numpy would load pandas where that is installed: half a second and 50 MB.
    result: NDArray[np.int32] = numbers[np.from_dlpack(encoded.indices)]
    return result


def _keys(ids: Any, voters: Any, row: int) -> NDArray[np.int64]:
    """A 64-bit key of each (id, voter), (v,). Five million keys collide by chance once in a million files.

    A row without an id gets a key of nobody else, its place from `row` on: it cannot be told to be a repetition.
    """
    whose = voters.to_pylist() if voters is not None else [None] * len(ids)
    pairs = enumerate(zip(ids.to_pylist(), whose, strict=True), start=row)
    return np.fromiter((hash(pair if pair[0] else place) for place, pair in pairs), dtype=np.int64, count=len(ids))


def _first_of_each(keys: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where a key stands for the first time; (v,)."""
    first = np.ones(len(keys), dtype=bool)
    # Any byte of a key tells it from most others: sorting by parts takes a sixteenth of the memory.
    byte = keys.view(np.uint8).reshape(-1, keys.itemsize)[:, 0]
    for part in range(PARTS):
        places = np.flatnonzero(byte % PARTS == part)
        order = places[np.argsort(keys[places], kind="stable")]
        first[order[1:][keys[order[1:]] == keys[order[:-1]]]] = False
    return first


def _numbers(column: Any) -> NDArray[np.float64]:
    result: NDArray[np.float64] = column.to_numpy(zero_copy_only=False)
    return result


def _without_gaps(cluster: NDArray[Any] | None) -> NDArray[Any] | None:
    """Clusters numbered from 0, each vote that has none with a number of its own."""
    if cluster is None:
        return None
    alone = cluster == MISSING
    apart = cluster.astype(np.int64)
    apart[alone] = cluster.max(initial=0) + 1 + np.arange(alone.sum())
    return np.unique(apart, return_inverse=True)[1]


def _sorted_by_name(rows: VoteRows) -> VoteRows:
    """The same votes over the entrants that have any, so that the order of the rows changes nothing."""
    used = np.zeros(len(rows.entrants), dtype=bool)
    used[rows.a] = used[rows.b] = True
    return rows.over(sorted(name for name, any_vote in zip(rows.entrants, used, strict=True) if any_vote))
