"""Which column of a vote file says what."""

from collections.abc import Sequence
from dataclasses import dataclass

from arena.queries.vote_files.problem import VoteFileProblem

# The first of these that a file has is taken when nobody named a column: first what arenas publish, then our exports.
USUAL = {
    "a": ("model_a", "entrant_a"),
    "b": ("model_b", "entrant_b"),
    "winner": ("winner", "outcome"),
    "id": ("vote_ref", "vote_id", "question_id", "id"),
    "voter": ("voter_ref", "voter", "judge", "worker", "user_id"),
}
NEEDED = ("a", "b", "winner")
NAMED_IN_MESSAGE = 20


@dataclass(frozen=True)
class StyleColumns:
    """One style feature (a length, a number of headers) of the answers on both sides."""

    feature: str
    a: str
    b: str


@dataclass(frozen=True)
class Columns:
    """Names that somebody chose, by what they say (`USUAL` has the keys); an empty name means: no such column."""

    chosen: dict[str, str]
    cluster: str | None = None
    style: tuple[StyleColumns, ...] = ()

    def __post_init__(self) -> None:
        for key in self.chosen:
            if key not in USUAL:
                raise VoteFileProblem(f"“{key}” is not something a column says: choose among {', '.join(USUAL)}.")


@dataclass(frozen=True)
class FoundColumns:
    """The columns of one file. `id` and `voter`, if it has them, tell repeated votes."""

    a: str
    b: str
    winner: str
    id: str | None
    voter: str | None
    cluster: str | None
    style: tuple[StyleColumns, ...]

    def texts(self) -> list[str]:
        """Columns to be read as text, each once."""
        voter = self.voter if self.id else None
        return list(dict.fromkeys(c for c in (self.a, self.b, self.winner, self.id, voter, self.cluster) if c))

    def numbers(self) -> list[str]:
        """Columns to be read as numbers, each once."""
        return list(dict.fromkeys(name for style in self.style for name in (style.a, style.b)))


def find_columns(wanted: Columns, present: Sequence[str], file: str) -> FoundColumns:
    """Match what is wanted with the file's columns. Raises VoteFileProblem for a missing or doubled one."""
    found = {key: _find(key, wanted, present, file) for key in USUAL}
    style = tuple(column for feature in wanted.style for column in (feature.a, feature.b))
    for column in [*found.values(), wanted.cluster, *style]:
        if column is not None:
            _check(column, present, file)
    return FoundColumns(
        a=found["a"] or "",
        b=found["b"] or "",
        winner=found["winner"] or "",
        id=found["id"],
        voter=found["voter"],
        cluster=wanted.cluster,
        style=wanted.style,
    )


def _find(key: str, wanted: Columns, present: Sequence[str], file: str) -> str | None:
    if wanted.chosen.get(key):
        return wanted.chosen[key]
    usual = None if key in wanted.chosen else next((name for name in USUAL[key] if name in present), None)
    if usual is None and key in NEEDED:
        names = " or ".join(f"“{name}”" for name in USUAL[key])
        raise VoteFileProblem(
            f"{file} has no column {names}: name the right one with --columns {key}=… ({_listed(present)})."
        )
    return usual


def _check(column: str, present: Sequence[str], file: str) -> None:
    if column not in present:
        raise VoteFileProblem(f"{file} has no column “{column}” ({_listed(present)}).")
    if list(present).count(column) > 1:
        raise VoteFileProblem(f"{file} has more than one column “{column}”: rename all but one.")


def _listed(present: Sequence[str]) -> str:
    more = ", …" if len(present) > NAMED_IN_MESSAGE else ""
    return f"it has {', '.join(present[:NAMED_IN_MESSAGE])}{more}"
