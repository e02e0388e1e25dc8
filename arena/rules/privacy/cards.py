"""Payment cards: 14 to 16 digits with a Luhn check digit (ISO/IEC 7812) and an issuer's prefix."""

import re
from collections.abc import Iterator

from arena.rules.privacy.found import Candidate, Kind, Strength
from arena.rules.privacy.shapes import BREAK, GAP, LEFT, RIGHT, digits_of

GROUPED = re.compile(
    rf"{LEFT}(?:[0-9]{{4}}{BREAK}[0-9]{{4}}{BREAK}[0-9]{{4}}{BREAK}[0-9]{{4}}"
    rf"|[0-9]{{4}}{BREAK}[0-9]{{6}}{BREAK}[0-9]{{4,5}}|[0-9]{{14,16}}|[0-9]{{8}}{GAP}[0-9]{{8}}){RIGHT}"
)
# Visa, Mastercard, American Express, Diners Club, JCB, Discover, UnionPay, Maestro, and 9 for cards of Korea only.
ISSUERS = re.compile(
    r"4[0-9]{15}|5[0-9]{15}|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)[0-9]*|3[47][0-9]{13}|3(?:0[0-5]|[689][0-9])[0-9]{11}"
    r"|35[0-9]{14}|6[0-9]{15}|9[0-9]{15}"
)


def cards(text: str) -> Iterator[Candidate]:
    """What has the shape of a card's number; one without its check digit counts only when it is called a card."""
    for found in GROUPED.finditer(text):
        number = digits_of(found[0])
        known = ISSUERS.fullmatch(number) is not None and has_a_luhn_digit(number)
        strength = Strength.WEAK if known else Strength.NEEDS_LABEL
        yield Candidate(Kind.CARD, found.start(), found.end(), strength)


def has_a_luhn_digit(number: str) -> bool:
    """Whether the last digit is the Luhn digit of those before it."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
