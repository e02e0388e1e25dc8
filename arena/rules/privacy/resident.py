"""Resident and alien registration numbers: YYMMDD-GNNNNNN.

G tells sex and century: 1 2 born in 19YY, 3 4 in 20YY, and the same for foreigners with 5 6 and 7 8 (0 and 9 are
people born before 1900, and many numbers of companies: left out). The last digit was a checksum with weights
2 to 9, 2 to 5 modulo 11 (11 minus the rest; 13 minus it for foreigners). Numbers given since 5 October 2020 have six
random digits after G, so a wrong checksum does not prove that a number is none. docs/decisions/0010 tells what follows.
"""

import re
from collections.abc import Iterator
from datetime import date

from arena.rules.privacy.found import Candidate, Kind, Strength
from arena.rules.privacy.shapes import GAP, LEFT, RIGHT, digits_of

NUMBER = re.compile(rf"{LEFT}(?P<born>[0-9]{{6}})(?P<gap>{GAP})(?P<rest>[0-9]{{7}}){RIGHT}")
# Written with its end hidden, it still tells birthday and sex.
HALF_HIDDEN = re.compile(rf"{LEFT}[0-9]{{6}}{GAP}[1-8][*xX#●○]{{6}}")
WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
CENTURIES = {"1": 1900, "2": 1900, "3": 2000, "4": 2000, "5": 1900, "6": 1900, "7": 2000, "8": 2000}
FOREIGNERS = "5678"
FEW_BORN_BEFORE = date(1930, 1, 1)
NOBODY_BORN_SINCE = date(2040, 1, 1)
"""Far enough ahead: a later day is another number's digits."""


def resident_numbers(text: str) -> Iterator[Candidate]:
    """What has the shape of a registration number."""
    for found in NUMBER.finditer(text):
        number = digits_of(found[0])
        yield Candidate(_kind(number), found.start(), found.end(), _strength(number, found["gap"]))
    for found in HALF_HIDDEN.finditer(text):
        number = digits_of(found[0])
        if birth_day(number):
            yield Candidate(_kind(number), found.start(), found.end(), Strength.WEAK)


def _kind(number: str) -> Kind:
    return Kind.FOREIGNER if number[6] in FOREIGNERS else Kind.RESIDENT


def _strength(number: str, gap: str) -> Strength:
    mark = gap.strip()
    born = birth_day(number)
    # "200101.1234567" is a decimal number as often as not.
    if born is None or mark == ".":
        return Strength.NEEDS_LABEL
    if has_a_checksum(number):
        return Strength.STRONG if mark == "-" else Strength.WEAK
    # "2601151234567" is an order of today rather than a person of a hundred.
    return Strength.WEAK if gap or born >= FEW_BORN_BEFORE else Strength.NEEDS_LABEL


def birth_day(number: str) -> date | None:
    """The day of birth that the first seven digits name, or None when there is no such day."""
    if number[6] not in CENTURIES:
        return None
    try:
        born = date(CENTURIES[number[6]] + int(number[:2]), int(number[2:4]), int(number[4:6]))
    except ValueError:
        return None
    return born if born < NOBODY_BORN_SINCE else None


def has_a_checksum(number: str) -> bool:
    """Whether the last digit is the checksum of the twelve before it."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False))
    return ((13 if number[6] in FOREIGNERS else 11) - total % 11) % 10 == int(number[12])
