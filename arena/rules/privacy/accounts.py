"""Bank accounts: there is no check digit to ask, so the shape or the words around a number must tell.

The shapes that banks print are data: `accounts.json`.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from arena.rules.privacy.found import Candidate, Kind, Strength
from arena.rules.privacy.shapes import LEFT, RIGHT, digits_of

DASH = r" ?- ?"
FEWEST, MOST = 10, 16
"""Digits of a Korean account number."""
_SHAPES: dict[str, list[str]] = json.loads(Path(__file__).with_name("accounts.json").read_text(encoding="utf-8"))[
    "shapes"
]


def _pattern(shape: str) -> str:
    return DASH.join(group.replace("#", "[0-9]") for group in shape.split("-"))


PRINTED = re.compile(
    LEFT + "(?:" + "|".join(sorted({_pattern(shape) for bank in _SHAPES.values() for shape in bank})) + ")" + RIGHT
)
ANY = re.compile(rf"{LEFT}[0-9](?:[ .]?-?[ .]?[0-9]){{{FEWEST - 1},{MOST + 3}}}{RIGHT}")


def accounts(text: str) -> Iterator[Candidate]:
    """What has a shape that a bank prints, and any number of that length for when it is called an account."""
    for found in PRINTED.finditer(text):
        yield Candidate(Kind.ACCOUNT, found.start(), found.end(), Strength.WEAK)
    for found in ANY.finditer(text):
        if FEWEST <= len(digits_of(found[0])) <= MOST:
            yield Candidate(Kind.ACCOUNT, found.start(), found.end(), Strength.NEEDS_LABEL)
