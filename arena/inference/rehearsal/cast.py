"""Who plays on the twin: the served names with their hidden characters, from a file or built in."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from arena.inference.rehearsal.faults import Fault


class CastError(Exception):
    """The cast's file cannot be used; the message says what to change."""


@dataclass(frozen=True)
class Part:
    """How one served name plays: seconds to its first token, tokens a second, strength from 0 to 1.

    `slots` answers run at once, `queue` more may wait, others are refused with 503. A `fault` given here is played
    for every request; `fault_seconds` is how long a slow start and the pauses of a drip last.
    """

    served_name: str
    first_token_seconds: float
    tokens_per_second: float
    strength: float
    slots: int = 256
    queue: int = 1024
    context_tokens: int = 16_384
    fault: Fault | None = None
    fault_seconds: float = 10.0


@dataclass(frozen=True)
class Cast:
    """All parts of one twin. The same seed gives the same answers; without an `api_key` everybody may ask."""

    parts: tuple[Part, ...]
    seed: str = "rehearsal"
    api_key: str | None = None


BUILTIN = Cast(
    (
        Part("m-4f1c", 0.4, 45, 0.9),
        Part("m-93ab", 0.2, 70, 0.75),
        Part("m-07de", 0.8, 35, 0.55),
        Part("m-c25e", 0.3, 55, 0.4),
        Part("m-b8f0", 0.6, 40, 0.2),
    )
)


def read_cast(path: Path) -> Cast:
    """The cast of a JSON file: `{"seed": …, "api_key": …, "parts": [{"served_name": …, …}]}`. Raises CastError."""
    try:
        data = orjson.loads(path.read_bytes())
        parts = tuple(_part(entry) for entry in data.pop("parts"))
        cast = Cast(parts=parts, **data)
    except OSError as error:
        raise CastError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CastError(f"{path} is no cast of parts ({error}). See arena/inference/rehearsal/cast.py.") from error
    if not parts or len({part.served_name for part in parts}) != len(parts):
        raise CastError(f"{path} needs at least one part, and each served_name only once.")
    return cast


def _part(entry: Mapping[str, Any]) -> Part:
    fault = entry.get("fault")
    return Part(**{**entry, "fault": Fault(fault) if fault else None})
