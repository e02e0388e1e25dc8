"""Passports and driving licences.

Korean passports: a letter for the kind (M many journeys, S one, R residents abroad, D diplomats, G officials) and
eight digits, or since December 2021 the letter, three digits, a letter and four digits. Driving licences: a region
(11 to 26 and 28, or its name), the year, six digits and two.
"""

import re
from collections.abc import Iterator

from arena.rules.privacy.found import Candidate, Kind, Strength
from arena.rules.privacy.shapes import BREAK, GAP, LEFT, RIGHT

KOREAN_PASSPORT = re.compile(rf"{LEFT}[MSRDGmsrdg](?: ?[0-9]{{8}}| ?[0-9]{{3}}[A-Za-z][0-9]{{4}}){RIGHT}")
PASSPORT = re.compile(
    rf"{LEFT}(?:[A-Za-z]{{1,2}}[ \-]?[0-9]{{6,8}}|[A-Za-z] ?[0-9]{{3}} ?[A-Za-z] ?[0-9]{{4}}|[0-9]{{9}}){RIGHT}"
)
REGION = r"(?:1[1-9]|2[0-68])"
REGION_NAME = (
    "(?:서울|부산|경기|강원|충북|충남|전북|전남|경북|경남|제주|대구|인천|광주|대전|울산|경기 ?남부|경기 ?북부)"
)
LICENCE = re.compile(
    rf"(?:{LEFT}{REGION}|{REGION_NAME} ?(?:{REGION})?){BREAK}?[0-9]{{2}}{BREAK}[0-9]{{6}}{BREAK}[0-9]{{2}}{RIGHT}"
)
BARE_LICENCE = re.compile(rf"{LEFT}{REGION}{GAP}[0-9]{{2}}{GAP}[0-9]{{6}}{GAP}[0-9]{{2}}{RIGHT}")


def papers(text: str) -> Iterator[Candidate]:
    """What has the shape of a passport's or a licence's number."""
    for pattern, kind, strength in (
        (KOREAN_PASSPORT, Kind.PASSPORT, Strength.WEAK),
        (PASSPORT, Kind.PASSPORT, Strength.NEEDS_LABEL),
        (LICENCE, Kind.LICENCE, Strength.WEAK),
        (BARE_LICENCE, Kind.LICENCE, Strength.NEEDS_LABEL),
    ):
        for found in pattern.finditer(text):
            yield Candidate(kind, found.start(), found.end(), strength)
