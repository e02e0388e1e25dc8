"""Phone numbers: Korean mobile, landline, internet and safe numbers, and foreign ones.

Companies' lines (15xx, 16xx, 18xx, 080, three-digit ones) belong to nobody in person and stay.
"""

import re
from collections.abc import Iterator

from arena.rules.privacy.found import Candidate, Kind, Strength
from arena.rules.privacy.shapes import LEFT, LOOSE_RIGHT, RIGHT, digits_of

GAP = r"\)? {0,2}[-.,/:_~·]? {0,2}\(?"
BREAK = r"(?:\) {0,2}[-.,]? {0,2}| {0,2}[-.,/_~·] {0,2}| {1,2})"
KOREA = r"(?:\(?(?:\+|00|(?<![0-9+])) {0,1}82\)?[ .\-]{0,3})"
AREA = r"(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|50[2-8])"
FEWEST, MOST = 9, 15
"""Digits of an international number (ITU-T E.164 allows 15)."""
MOBILE = re.compile(
    rf"(?:{KOREA}(?:\(0\)|0)?|{LEFT}\(?0)1[0-9]{GAP}(?P<middle>[0-9]{{3,4}}){GAP}[0-9]{{4}}{LOOSE_RIGHT}"
)
LANDLINE = re.compile(rf"(?:{KOREA}(?:\(0\)|0)?|{LEFT}\(?0){AREA}{BREAK}[0-9]{{3,4}}{BREAK}[0-9]{{4}}{RIGHT}")
BARE_LANDLINE = re.compile(rf"{LEFT}0{AREA}[0-9]{{7,8}}{RIGHT}")
LOCAL = re.compile(rf"{LEFT}(?!1[5-8])[1-9][0-9]{{2,3}}{BREAK}[0-9]{{4}}{RIGHT}")
INTERNATIONAL = re.compile(r"(?<![0-9A-Za-z+*=])\+[1-9][0-9]{0,3}(?:[ .\-]?\(?[0-9]{1,5}\)?){1,6}(?![0-9])")
FREE = r"(?!8(?:00|33|44|55|66|77|88))"
NORTH_AMERICA = re.compile(
    rf"{LEFT}(?:1[ .\-])?\(?{FREE}[2-9][0-9]{{2}}\)?[ .\-]{{1,2}}[2-9][0-9]{{2}}[ .\-][0-9]{{4}}{RIGHT}"
)


def phones(text: str) -> Iterator[Candidate]:
    """What has the shape of a phone number."""
    for pattern, strength in (
        (MOBILE, Strength.STRONG),
        (LANDLINE, Strength.WEAK),
        (NORTH_AMERICA, Strength.WEAK),
        (BARE_LANDLINE, Strength.WEAK),
        (LOCAL, Strength.NEEDS_LABEL),
    ):
        for found in pattern.finditer(text):
            yield Candidate(Kind.PHONE, found.start(), found.end(), strength)
    for found in INTERNATIONAL.finditer(text):
        if FEWEST <= len(digits_of(found[0])) <= MOST:
            yield Candidate(Kind.PHONE, found.start(), found.end(), Strength.WEAK)
