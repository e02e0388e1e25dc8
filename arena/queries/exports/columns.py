"""What stands in an export: every column with its type and its meaning. docs/data.md says the same at length.

Names follow what arenas publish (model_a, model_b, winner, judge, turn, anony, language, tstamp), so that the tools
that people have open a file as it is. Only here is an entrant called a model.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa

from arena.rules.style_features import FEATURES


class Data(StrEnum):
    """What can be exported."""

    VOTES = "votes"
    VOIDED_VOTES = "voided_votes"
    BATTLES = "battles"
    SNAPSHOTS = "snapshots"


DATA = tuple(data.value for data in Data)
TEXT, NUMBER, COUNT, TRUTH = pa.string(), pa.float64(), pa.int64(), pa.bool_()
MESSAGES = pa.list_(pa.struct([("role", TEXT), ("content", TEXT)]))


@dataclass(frozen=True)
class Column:
    """One column. `kind`: its Arrow type; `what`: its meaning in a sentence."""

    name: str
    kind: pa.DataType
    what: str

    @property
    def field(self) -> pa.Field:
        """The column in an Arrow schema."""
        return pa.field(self.name, self.kind)


def schema_of(columns: Iterable[Column]) -> pa.Schema:
    """The columns as Arrow has them."""
    return pa.schema([column.field for column in columns])


WINNERS = {"a_better": "model_a", "b_better": "model_b", "tie": "tie", "both_bad": "tie (bothbad)"}
BATTLE = (
    Column("question_id", TEXT, "The battle: in public files its number in the file, otherwise its battle_ref."),
    Column("model_a", TEXT, "The entrant on side A (left), by its slug."),
    Column("model_b", TEXT, "The entrant on side B (right), by its slug."),
    Column("winner", TEXT, "The verdict: model_a, model_b, tie or tie (bothbad)."),
    Column("judge", TEXT, "The voter: in public files a pseudonym of this release alone, otherwise the voter_ref."),
    Column("turn", COUNT, "How many questions the voter asked in the battle."),
    Column("anony", TRUTH, "Whether both names were hidden until the vote: always true here."),
    Column("language", TEXT, "The language of the questions as an ISO 639-1 code; empty when it is not known."),
    Column("tstamp", NUMBER, "When the vote was cast, in seconds since 1970 UTC; in public files its whole minute."),
)
ABOUT = (
    Column("topic", TEXT, "What the first question is about; empty when nobody looked."),
    Column("voter_group", TEXT, "Which kind of voter cast it: open, expert, or a panel's stratum."),
    Column("reasons", TEXT, "The reasons that the voter ticked, with commas between them."),
    Column("simulated", TRUTH, "Whether a program cast the vote, in a rehearsal."),
)
FOLD = Column("fold", COUNT, "The fold that counted the vote: boards whose watermark is at least this have it in them.")
LOOKS = {"length": "characters", "headers": "Markdown headers", "bold": "bold runs", "lists": "list items"}
STYLE = tuple(
    Column(f"{feature}_{side}", COUNT, f"How many {LOOKS[feature]} the answers on side {side.upper()} have.")
    for side in "ab"
    for feature in FEATURES
)
COMMENT = Column("comment", TEXT, "What the voter wrote about the vote, personal data masked; not in public files.")
VOID = (
    Column("voided_at", NUMBER, "When the vote was set aside, in seconds since 1970 UTC."),
    Column("void_reason", TEXT, "Why it was set aside."),
    Column("void_fold", COUNT, "The fold that took the vote out again; boards from this watermark on are without it."),
)
CONVERSATIONS = tuple(
    Column(f"conversation_{side}", MESSAGES, f"The questions and the answers of side {side.upper()} as the voter saw.")
    for side in "ab"
)


class BoardWords(StrEnum):
    """Names of columns of a snapshot's export that are not those of a board's row."""

    SNAPSHOT = "snapshot"
    MODEL = "model"


SNAPSHOT = (
    Column(BoardWords.SNAPSHOT, TEXT, "The snapshot's permanent ref, as in its address."),
    Column("number", COUNT, "The snapshot's number in its stage, from 1."),
    Column("published_at", NUMBER, "When it was published, in seconds since 1970 UTC."),
    Column("watermark", COUNT, "The last fold that it counts."),
    Column("counted_votes", COUNT, "How many votes it counts in all."),
    Column("estimator", TEXT, "How the ratings were computed."),
    Column("tallies_sha256", TEXT, "The fingerprint of the tallies that were rated."),
    Column(BoardWords.MODEL, TEXT, "The entrant, by its slug."),
    Column("rating", NUMBER, "Its rating in points; empty when it is not rated."),
    Column("lower", NUMBER, "Where the rating's 95 % interval begins."),
    Column("upper", NUMBER, "Where it ends."),
    Column("rank", COUNT, "Its rank; empty for unrated and for reference entrants."),
    Column("rank_low", COUNT, "The best rank that the votes allow."),
    Column("rank_high", COUNT, "The worst rank that the votes allow."),
    Column("votes", COUNT, "How many votes it took part in."),
    Column("wins", COUNT, "How many of them it won."),
    Column("ties", COUNT, "How many were ties of either kind."),
    Column("losses", COUNT, "How many it lost."),
    Column("rated", TRUTH, "Whether it is rated."),
)


def columns_of(data: Data, *, public: bool) -> tuple[Column, ...]:
    """The columns of a file, in their order. Public files lack what could lead back to a person."""
    own = () if public else (COMMENT,)
    return {
        Data.VOTES: (*BATTLE, *ABOUT, *STYLE, FOLD, *own),
        Data.VOIDED_VOTES: (*BATTLE, *ABOUT, *STYLE, FOLD, *VOID, *own),
        Data.BATTLES: (*BATTLE, *CONVERSATIONS, *ABOUT, *STYLE, FOLD, *own),
        Data.SNAPSHOTS: SNAPSHOT,
    }[data]
