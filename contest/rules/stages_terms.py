"""The terms of a stage: everything that its rules settle beforehand, and the digests that hold them still."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class Voters(StrEnum):
    """Whose votes count toward the ratings. Others may play; they are told before and after that it does not count."""

    EVERYONE = "everyone"
    SIGNED_IN = "signed_in"
    PANEL = "panel"


class Release(StrEnum):
    """When a new leaderboard is shown to the public; `at_close` seals it until the stage is closed."""

    AT_ONCE = "at_once"
    HOURLY = "hourly"
    DAILY = "daily"
    AT_CLOSE = "at_close"


class Evaluation(StrEnum):
    """What a stage's standings are made of."""

    CITIZEN = "citizen"
    EXPERT = "expert"
    BENCHMARK = "benchmark"
    DERIVED = "derived"


@dataclass(frozen=True)
class Prompt:
    """A curated example prompt."""

    ko: str
    en: str


@dataclass(frozen=True)
class Topic:
    """A topic with its curated prompts."""

    slug: str
    name_ko: str
    name_en: str
    prompts: tuple[Prompt, ...] = ()


@dataclass(frozen=True)
class Gate:
    """A condition beside the score, such as a model's independence: who fails it is out whatever the score."""

    slug: str
    name_ko: str
    name_en: str

    def name(self, language: str) -> str:
        """What it is called in this language."""
        return self.name_ko if language == "ko" else self.name_en


@dataclass(frozen=True)
class StageTerms:
    """What is agreed before a stage. Field names are the columns of the stage's row.

    Caps count votes; None is no cap. `least_seconds`: a vote cast sooner after both answers were complete does not
    count. `texts_kept_days`: prompts, answers and comments are erased so many days after the stage has closed.
    `weights`: points out of 100 by evaluation. Lengths in tokens, instants in UTC.
    """

    name_ko: str
    name_en: str
    opens_at: datetime
    closes_at: datetime
    rules_ko: str
    rules_en: str
    voters: Voters = Voters.EVERYONE
    votes_per_day: int | None = 20
    votes_per_stage: int | None = 100
    least_seconds: int = 0
    probes_count: bool = False
    max_turns: int = 5
    min_votes: int = 30
    release: Release = Release.AT_ONCE
    system_prompt: str = ""
    temperature: float = 0.7
    top_p: float = 0.95
    max_tokens: int = 1024
    texts_kept_days: int = 365
    topics: tuple[Topic, ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict)
    gates: tuple[Gate, ...] = ()


def terms_as_json(terms: StageTerms) -> dict[str, Any]:
    """The terms as plain JSON values; equal terms give equal values."""
    values = asdict(terms)
    for name in ("opens_at", "closes_at"):
        values[name] = values[name].astimezone(UTC).isoformat()
    values["weights"] = {str(name): points for name, points in terms.weights.items()}
    # A float and a whole number of the same value must not differ in the digest.
    values["temperature"], values["top_p"] = float(terms.temperature), float(terms.top_p)
    return as_json(values)


def as_json(values: Any, default: Callable[[Any], Any] | None = None) -> dict[str, Any]:
    """The same values as JSON would give them back: tuples as lists, words as plain text.

    `default` writes what JSON does not know.
    """
    back: dict[str, Any] = json.loads(json.dumps(values, default=default))
    return back


def plain(facts: "DataclassInstance") -> dict[str, Any]:
    """A dataclass of plain facts as JSON values, for the audit log."""
    return as_json(asdict(facts))


def plain_texts(facts: "DataclassInstance") -> dict[str, Any]:
    """As `plain`, with decimals and all else that JSON does not know as text."""
    return as_json(asdict(facts), default=str)


def topics_of(values: list[dict[str, Any]]) -> tuple[Topic, ...]:
    """Topics from their plain JSON form."""
    return tuple(
        Topic(**{**topic, "prompts": tuple(Prompt(**prompt) for prompt in topic["prompts"])}) for topic in values
    )


def gates_of(values: list[dict[str, Any]]) -> tuple[Gate, ...]:
    """Gates from their plain JSON form."""
    return tuple(Gate(**gate) for gate in values)


def digest(value: Any) -> str:
    """SHA-256 of a JSON value in its canonical form. As 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def holds(held: Mapping[str, Any], now: Mapping[str, Any], sha256: str) -> bool:
    """Whether `now` still says what `held` said, whose digest is `sha256`.

    Only what was held is compared: a fact that a later version of the site knows was not agreed on.
    """
    return digest({name: now.get(name) for name in held}) == sha256


def canonical(value: Any) -> bytes:
    """A JSON value as its digest sees it: keys sorted, no spaces, UTF-8 without escapes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def terms_digest(terms: StageTerms) -> str:
    """The digest of all terms, rules texts included."""
    return digest(terms_as_json(terms))


def rules_digest(rules_ko: str, rules_en: str) -> str:
    """SHA-256 of both rules texts, Korean first, with one NUL between: what a citizen can check."""
    return hashlib.sha256(f"{rules_ko}\0{rules_en}".encode()).hexdigest()
