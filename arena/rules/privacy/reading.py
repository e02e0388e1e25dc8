"""A text as it would be read out, with the way back from each character to where it stands in the text.

Full-width, circled and superscript digits become plain ones, every kind of dash becomes "-", every space " ", and
marks without a shape of their own go.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# The last five are not dashes, but stand where people mean one: the Korean vowel, the Japanese long mark, box lines.
DASHES = frozenset("-‐‑‒–—―−﹘﹣－ーㅡᅳ─━")
DOTS = frozenset("·•‧∙・⋅．｡")
SHAPELESS = frozenset({"Mn", "Me", "Cf"})


@dataclass(frozen=True)
class Edit:
    """Put `new` in the place of the characters from `start` to `end` of a reading."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Reading:
    """`spans[i]` is where character i of `text` stands in the source (start, end)."""

    text: str
    spans: tuple[tuple[int, int], ...]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Where the non-empty stretch from `start` to `end` stands in the source."""
        return self.spans[start][0], self.spans[end - 1][1]

    def edited(self, edits: Iterable[Edit]) -> "Reading":
        """The reading with these edits, which are in order and do not overlap."""
        chars: list[str] = []
        spans: list[tuple[int, int]] = []
        place = 0
        for edit in edits:
            chars.append(self.text[place : edit.start])
            spans.extend(self.spans[place : edit.start])
            chars.append(edit.new)
            spans.extend([self.source(edit.start, edit.end)] * len(edit.new))
            place = edit.end
        chars.append(self.text[place:])
        spans.extend(self.spans[place:])
        return Reading("".join(chars), tuple(spans))


def read(text: str) -> Reading:
    """The reading of `text`, character by character."""
    chars: list[str] = []
    spans: list[tuple[int, int]] = []
    for place, char in enumerate(text):
        plain = _plain(char)
        chars.append(plain)
        spans.extend([(place, place + 1)] * len(plain))
    return Reading("".join(chars), tuple(spans))


def _plain(char: str) -> str:
    if char.isascii():
        return " " if char == "\t" else char
    if char in DASHES:
        return "-"
    if char in DOTS:
        return "."
    if unicodedata.category(char) in SHAPELESS:
        return ""
    if char.isspace():
        return " "
    return unicodedata.normalize("NFKC", char)


_SINGLE = r"(?<![0-9.,-])\d(?:(?: {0,3}[-./,] {0,3}| {1,3})\d){7,}(?![0-9])"
SINGLE_DIGITS = re.compile(_SINGLE)
BETWEEN = re.compile(r"[^0-9]+")


def with_single_digits_joined(reading: Reading) -> Reading:
    """ "0 1 0 - 1 2 3 4" reads "010-1234", and "0.1.0.1.2" reads "01012"."""
    edits: list[Edit] = []
    for run in SINGLE_DIGITS.finditer(reading.text):
        gaps = list(BETWEEN.finditer(reading.text, run.start(), run.end()))
        marks = {gap[0].strip() for gap in gaps}
        for gap in gaps:
            edits.append(Edit(gap.start(), gap.end(), gap[0].strip() if len(marks) > 1 else ""))
    return reading.edited(edits)
