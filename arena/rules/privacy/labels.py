"""What the words around a number say that it is. The words are data: `labels.json`."""

import json
import re
from pathlib import Path

OTHER = "other"
BEFORE = 30
"""A label stands within so many characters before its number, on the same line."""
AFTER = 16
_WORDS: dict[str, list[str]] = json.loads(Path(__file__).with_name("labels.json").read_text(encoding="utf-8"))


def _pattern(word: str) -> str:
    escaped = re.escape(word.lower())
    return rf"(?<![a-z]){escaped}(?![a-z])" if word.isascii() else escaped


def _any(kind: str) -> str:
    # The longest first: "order number" is one label, and "카드번호" is not "카드".
    return "|".join(_pattern(word) for word in sorted(_WORDS[kind], key=len, reverse=True))


LABELS = re.compile("|".join(f"(?P<{kind}>{_any(kind)})" for kind in _WORDS if _WORDS[kind]))
# "… 우리은행", "… 이 면허", "… (으)로 입금": what follows a number may say what it is, too.
LABELS_AFTER = re.compile(rf"[ ,(]{{0,2}}(?:이 |\(?으?로 )?(?:{LABELS.pattern})")


def label_before(text: str, start: int) -> str | None:
    """The nearest label before `start` in lower-case `text`: a kind, OTHER, or None."""
    line = text.rfind("\n", 0, start) + 1
    nearest: tuple[int, int, str] | None = None
    for found in LABELS.finditer(text, max(line, start - BEFORE), start):
        nearest = max(nearest or (0, 0, ""), (found.end(), len(found[0]), str(found.lastgroup)))
    return nearest[2] if nearest else None


def label_after(text: str, end: int) -> str | None:
    """The label that follows `end` at once in lower-case `text`: a kind, OTHER, or None."""
    found = LABELS_AFTER.match(text, end, end + AFTER)
    return found.lastgroup if found else None
