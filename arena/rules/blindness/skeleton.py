"""Text as the eye reads it: every character becomes the one plain character that it looks like.

The skeleton has the length of the text, so a place in one is the same place in the other. Letters are lower case
without accents, look-alikes of other scripts become Latin, every form of a Korean letter becomes the plain one, and
marks that Markdown or the eye passes over become SILENT.
"""

import json
import re
import unicodedata
from pathlib import Path

SILENT = "\x01"
PASSED_OVER = frozenset("*_`~^\\\"'“”‘’´＂＇「」『』《》〈〉\u115f\u1160\u3164\uffa0\u2800\u034f")
LATIN = re.compile(r"LATIN (?:SMALL LETTER|CAPITAL LETTER|LETTER SMALL CAPITAL) ([A-Z])(?: WITH .*)?$")
JAMO = re.compile(r"HANGUL (?:CHOSEONG|JUNGSEONG|JONGSEONG) (.*)$")
LOOK_ALIKES: dict[str, str] = {
    other: plain
    for plain, others in json.loads(Path(__file__).with_name("look_alikes.json").read_text(encoding="utf-8")).items()
    for other in others
}


def _plain(char: str) -> str:
    """The plain character that `char` looks like."""
    if char in PASSED_OVER or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return SILENT
    if char in LOOK_ALIKES:
        return LOOK_ALIKES[char]
    folded = unicodedata.normalize("NFKC", char)
    if len(folded) == 1 and folded != char:
        return _plain(folded)
    name = unicodedata.name(char, "")
    if jamo := JAMO.match(name):
        return _letter(jamo.group(1), char)
    if latin := LATIN.match(name):
        return latin.group(1).lower()
    if char.isspace() and char != "\n":
        return " "
    lower = char.lower()
    return lower if len(lower) == 1 else char


def _letter(name: str, char: str) -> str:
    try:
        return unicodedata.lookup(f"HANGUL LETTER {name}")
    except KeyError:
        return char


class _Table(dict[int, str]):
    """Filled as characters are met: a dictionary lookup is all that a known character costs."""

    def __missing__(self, code: int) -> str:
        plain = self[code] = _plain(chr(code))
        return plain


_TABLE = _Table()
AS_IT_IS = re.compile(f"[가-힣{re.escape(''.join(char for char in map(chr, range(128)) if _plain(char) == char))}]*")
"""Text that is its own skeleton, as nearly every chunk of a Korean answer is."""


def skeleton(text: str) -> str:
    """The skeleton of `text`, of the same length."""
    return text if AS_IT_IS.fullmatch(text) else text.translate(_TABLE)
