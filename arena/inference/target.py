"""Where an entrant is asked, under which conditions, and how much it may answer."""

from dataclasses import dataclass, field


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
    """How many bytes one answer's stream may have, and one line of it (give or take one read)."""

    max_bytes: int = 2 * 1024 * 1024
    max_line_bytes: int = 64 * 1024


@dataclass(frozen=True)
class Message:
    """One message of the conversation; `role` is system, user or assistant."""

    role: str
    content: str
