"""Prompts are cleaned before anything stores or sends them, and their language is noted."""

import re
import unicodedata

HANGUL = re.compile("[가-힣ㄱ-ㆎᄀ-ᇿ]")
# Controls (but newline and tab), bidirectional and zero-width marks. ZWJ (U+200D) and variation selectors stay:
# they hold emoji together.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


class TextEmpty(ValueError):
    """Nothing is left of the text."""


class TextTooLong(ValueError):
    """The text has more than `limit` characters."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(f"{length} characters; at most {limit}")
        self.length, self.limit = length, limit


def clean(text: str, limit: int) -> str:
    """The text in NFC without unseen characters or outer space. Raises TextEmpty or TextTooLong."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = UNSEEN.sub("", text).strip()
    if not text:
        raise TextEmpty
    if len(text) > limit:
        raise TextTooLong(len(text), limit)
    return text


def language_of(text: str) -> str:
    """`ko` when there is any Hangul in the text, else `en`."""
    return "ko" if HANGUL.search(text) else "en"
