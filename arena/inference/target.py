"""Where an entrant is asked, under which conditions, and how much it may answer."""

from dataclasses import dataclass, field, replace
from typing import Self

CHARACTERS_A_TOKEN = 32
"""More than any text has on average: a token of Korean has two characters, one of English four, one of code six."""
LEAST_CHARACTERS = 4096


@dataclass(frozen=True)
class Target:
    """One replica. `base_url` has no trailing slash and no /v1; the key comes from the environment."""

    base_url: str
    served_name: str
    api_key: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Sampling:
    """Equal for all entrants of a pool. The pool's system prompt is the conversation's first message."""

    temperature: float
    top_p: float
    max_tokens: int


@dataclass(frozen=True)
class Deadlines:
    """Seconds an endpoint may take: to connect, to its first text, between two texts, and in all.

    `first_token` and `total` hold for the whole answer with all its retries, not for each try.
    """

    connect: float = 5.0
    first_token: float = 30.0
    between_tokens: float = 20.0
    total: float = 110.0


@dataclass(frozen=True)
class Bounds:
    """How many bytes one answer's stream may have, and one line of it (give or take one read); and how long its text
    may be, in characters."""

    max_bytes: int = 2 * 1024 * 1024
    max_line_bytes: int = 64 * 1024
    max_characters: int = 1024 * 1024

    def of_answer(self, max_tokens: int) -> Self:
        """The bounds of an answer of so many tokens: who ignores `max_tokens` is stopped before it costs much."""
        most = max(LEAST_CHARACTERS, max_tokens * CHARACTERS_A_TOKEN)
        return replace(self, max_characters=min(self.max_characters, most))


@dataclass(frozen=True)
class Message:
    """One message of the conversation; `role` is system, user or assistant."""

    role: str
    content: str
