"""Votes as columns."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from arena.models import Entrant, Vote
from arena.queries.exports.columns import WINNERS
from arena.queries.exports.pages import pages
from arena.queries.exports.pseudonyms import pseudonyms
from arena.rules.style_features import FEATURES

INSTANT = pa.timestamp("us", "UTC")
RAW = pa.schema(
    [
        ("pk", pa.int64()),
        ("voter_ref", pa.string()),
        ("battle_id", pa.int64()),
        ("battle__ref", pa.string()),
        ("battle__entrant_a_id", pa.int64()),
        ("battle__entrant_b_id", pa.int64()),
        ("outcome", pa.string()),
        ("battle__turn_count", pa.int64()),
        ("battle__language", pa.string()),
        ("cast_at", INSTANT),
        ("battle__topic", pa.string()),
        ("voter_group", pa.string()),
        ("reasons_text", pa.string()),
        ("style_text", pa.string()),
        ("battle__simulated", pa.bool_()),
        ("fold", pa.int64()),
        ("comment", pa.string()),
    ]
)
RAW_VOID = [("voided_at", INSTANT), ("void_reason", pa.string()), ("void_fold", pa.int64())]
SAME = {
    "turn": "battle__turn_count",
    "language": "battle__language",
    "topic": "battle__topic",
    "voter_group": "voter_group",
    "simulated": "battle__simulated",
    "fold": "fold",
    "comment": "comment",
    "void_reason": "void_reason",
    "void_fold": "void_fold",
}
NUMBERS = 2 * len(FEATURES)
SECOND, SECONDS_A_MINUTE = 1_000_000, 60
MINUTE = SECONDS_A_MINUTE * SECOND


@dataclass(frozen=True)
class Wanted:
    """Which votes, and how their people and entrants are named.

    `names`: by entrant ref. `until`: votes cast before it; None for all. `key`: of the release's pseudonyms;
    None for the organisers' own file, which has voter_refs, battle_refs and exact times.
    """

    pool_ref: str
    names: Mapping[str, str]
    until: datetime | None
    key: bytes | None


def votes_in(wanted: Wanted, *, voided: bool) -> "QuerySet[Vote]":
    """The votes that count, or those that were set aside."""
    votes = Vote.objects.filter(battle__pool__ref=wanted.pool_ref, voided_at__isnull=not voided)
    return votes.filter(cast_at__lt=wanted.until) if wanted.until else votes


def vote_pages(wanted: Wanted, size: int, *, voided: bool) -> Iterator[tuple[pa.Table, dict[str, pa.Array]]]:
    """Pages of raw rows, each with the export's columns made of them."""
    shaping = _Shaping(wanted)
    votes = votes_in(wanted, voided=voided).annotate(
        reasons_text=Cast("reasons", TextField()), style_text=Cast("battle__style", TextField())
    )
    schema = pa.schema([*RAW, *(pa.field(*void) for void in RAW_VOID)]) if voided else RAW
    with ThreadPoolExecutor(1) as beside:
        # A page is shaped while the one before is written and the next one is read.
        shaped: tuple[pa.Table, Future[dict[str, pa.Array]]] | None = None
        for page in pages(votes, schema, size):
            before, shaped = shaped, (page, beside.submit(shaping.columns, page.combine_chunks()))
            if before is not None:
                yield before[0], before[1].result()
        if shaped is not None:
            yield shaped[0], shaped[1].result()


class _Shaping:
    """Makes an export's columns of raw ones, page after page."""

    def __init__(self, wanted: Wanted) -> None:
        self._key = wanted.key
        self._pseudonym = None if wanted.key is None else pseudonyms(wanted.key)
        known = Entrant.objects.filter(ref__in=wanted.names).values_list("pk", "ref")
        self._entrants = pa.array([pk for pk, _ in known], pa.int64())
        self._names = pa.array([wanted.names[ref] for _, ref in known], pa.string())
        self._rows = 0

    def columns(self, page: pa.Table) -> dict[str, pa.Array]:
        """The columns of one page by name."""
        raw = {name: page.column(name).chunk(0) for name in page.column_names}
        found = {name: raw[source] for name, source in SAME.items() if source in raw}
        found |= {
            "question_id": raw["battle__ref"] if self._key is None else self._numbers(page.num_rows),
            "model_a": self._name(raw["battle__entrant_a_id"]),
            "model_b": self._name(raw["battle__entrant_b_id"]),
            "winner": _renamed(raw["outcome"], pa.array(WINNERS.keys()), pa.array(WINNERS.values())),
            "judge": raw["voter_ref"] if self._pseudonym is None else _pseudonyms(raw["voter_ref"], self._pseudonym),
            "anony": pa.repeat(True, page.num_rows),
            "tstamp": seconds(raw["cast_at"]) if self._key is None else _whole_minutes(raw["cast_at"]),
            "reasons": _without(raw["reasons_text"], r'[\[\]" ]'),
        }
        if "voided_at" in raw:
            found["voided_at"] = seconds(raw["voided_at"])
        return found | _style(raw["style_text"])

    def _name(self, entrants: pa.Array) -> pa.Array:
        return _renamed(entrants, self._entrants, self._names)

    def _numbers(self, rows: int) -> pa.Array:
        start, self._rows = self._rows + 1, self._rows + rows
        return pc.cast(pa.array(np.arange(start, self._rows + 1)), pa.string())


def _renamed(column: pa.Array, spellings: pa.Array, names: pa.Array) -> pa.Array:
    places = pc.index_in(column, spellings)
    if places.null_count:
        # A vote that nobody could read must not leave the house as one.
        raise ValueError("A vote names an entrant or an outcome that the export does not know.")
    return names.take(places)


def _pseudonyms(voters: pa.Array, pseudonym: Callable[[str], str]) -> pa.Array:
    encoded = voters.dictionary_encode()
    return pa.array(map(pseudonym, encoded.dictionary.to_pylist()), pa.string()).take(encoded.indices)


def _whole_minutes(instants: pa.Array) -> pa.Array:
    """A public row cannot be matched to the second with what a network saw."""
    return pa.array(_microseconds(instants) // MINUTE * SECONDS_A_MINUTE, pa.float64())


def seconds(instants: pa.Array) -> pa.Array:
    """Instants as seconds since 1970 UTC."""
    return pa.array(_microseconds(instants) / SECOND)


def _microseconds(instants: pa.Array) -> Any:
    # A view: Arrow's own conversion of instants would load all time zones of the world.
    return instants.view(pa.int64()).to_numpy()


def _without(texts: pa.Array, pattern: str) -> pa.Array:
    """Few different texts, without what the pattern finds in them."""
    encoded = texts.dictionary_encode()
    return pc.replace_substring_regex(encoded.dictionary, pattern, "").take(encoded.indices)


def _style(texts: pa.Array) -> dict[str, pa.Array]:
    """The looks of both sides' answers, a list of numbers for each; null where nobody counted them."""
    told = pc.greater(pc.binary_length(texts), len("[]"))
    numbers = _numbers(texts.filter(told))
    # Rows without a number take none: a null index gives a null.
    place = pc.if_else(told, pc.subtract(pc.cumulative_sum(pc.cast(told, pa.int64())), 1), None)
    names = [f"{feature}_{side}" for side in "ab" for feature in FEATURES]
    return {name: pa.array(numbers[:, i].astype(np.int64)).take(place) for i, name in enumerate(names)}


def _numbers(texts: pa.Array) -> Any:
    """The numbers in [[…], […]] as JSON has them, a row for each text; (v, NUMBERS). Read in one go: a regular
    expression for each text takes ten times as long.
    """
    joined = pc.binary_join(pa.ListArray.from_arrays([0, len(texts)], texts), ",")[0].as_buffer()
    found = np.fromstring(joined.to_pybytes().translate(None, b"[] "), sep=",")
    if found.size != len(texts) * NUMBERS:
        raise ValueError("The looks of two answers are not two numbers for each feature.")
    return found.reshape(-1, NUMBERS)
