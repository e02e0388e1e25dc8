"""Characters that nobody sees are dropped from a stream; accents piled on one letter are kept to two."""

import re

from arena.rules.text import UNSEEN

ACCENTS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe00-\ufe0f\ufe20-\ufe2f\u180b-\u180d"
NEVER = re.compile("[\u0334-\u0338\u115f\u1160\u3164\uffa0\u034f\u2800\U000e0000-\U000e01ef\ud800-\udfff]")
"""Overlays, fillers, tags and halves of characters: no writing needs them, and they keep a name from being found."""
ODD = re.compile("|".join([UNSEEN.pattern, NEVER.pattern, f"[{ACCENTS}]"]))
PILED = re.compile(f"(?<=[{ACCENTS}]{{2}})[{ACCENTS}]+")


class UnseenDropper:
    """Drops them chunk by chunk."""

    def __init__(self) -> None:
        self._last = ""

    @property
    def waits(self) -> bool:
        """Whether the next chunk may go on with accents that this one ended in."""
        return self._last != ""

    def feed(self, text: str) -> str:
        """The chunk without them."""
        text = NEVER.sub("", UNSEEN.sub("", text))
        text = PILED.sub("", self._last + text)[len(self._last) :]
        accents = re.search(f"[{ACCENTS}]{{1,2}}$", self._last + text)
        self._last = accents.group() if accents else ""
        return text
