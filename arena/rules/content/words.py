"""Rules as data: a sentence is harmful when it speaks of something, of doing it, and of nothing that makes it harmless.

`rules.json` holds lists of regular expressions: `about`, `doing` and `unless`. They are looked for in the text as the
eye reads it, which has no capitals. An organiser can pass other rules.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from arena.rules.blindness.skeleton import SILENT, skeleton
from arena.rules.content.classifier import Category

BUILTIN = Path(__file__).with_name("rules.json")
EDGE = r"\b"
ESCAPED = re.compile(r"\\.")


class _Words:
    """Patterns that are looked for together. This runs for every frame of every battle.

    The library skips to the characters that a match can begin with, ten times as fast, only where every alternative
    begins with a character and capitals count. So those that begin with an edge stand apart, and capitals are refused.
    """

    def __init__(self, words: Sequence[str]) -> None:
        for word in words:
            if ESCAPED.sub("", word) != ESCAPED.sub("", word).lower():
                raise ValueError(f"Write {word!r} in small letters: texts are compared without capitals.")
        plain = "|".join(word for word in words if not word.startswith(EDGE))
        edged = "|".join(word.removeprefix(EDGE) for word in words if word.startswith(EDGE))
        self._patterns = [re.compile(plain)] * bool(plain) + [re.compile(rf"{EDGE}(?:{edged})")] * bool(edged)

    def first_in(self, text: str) -> int | None:
        """The first place in `text`, which has no capitals, where one of them begins."""
        places = [found.start() for pattern in self._patterns if (found := pattern.search(text))]
        return min(places, default=None)


@dataclass(frozen=True)
class _Rule:
    category: Category
    about: _Words
    doing: _Words
    unless: _Words

    def holds(self, text: str) -> bool:
        """Whether a sentence without capitals speaks of it, of doing it, and of nothing that makes it harmless."""
        found = (words.first_in(text) is not None for words in (self.about, self.doing))
        return all(found) and self.unless.first_in(text) is None


class WordRules:
    """The judge that knows words. Spaced letters and look-alikes are read as what they look like."""

    def __init__(self, rules: Sequence[Mapping[str, Any]]) -> None:
        self._subjects = _Words([word for rule in rules for word in rule["about"]])
        self._rules = tuple(
            _Rule(Category(rule["category"]), _Words(rule["about"]), _Words(rule["doing"]), _Words(rule["unless"]))
            for rule in rules
        )

    @classmethod
    def builtin(cls) -> "WordRules":
        """The rules that come with the engine; read from the package once."""
        return _read(BUILTIN)

    @classmethod
    def read(cls, path: str) -> "WordRules":
        """The rules in a file. Raises OSError, ValueError or KeyError when it has none."""
        return _read(Path(path))

    def category(self, sentence: str) -> Category | None:
        """The category of the first rule that holds."""
        text = skeleton(sentence).replace(SILENT, "")
        if self._subjects.first_in(text) is None:
            # Nearly every sentence: the rules need not be asked one by one.
            return None
        return next((rule.category for rule in self._rules if rule.holds(text)), None)

    def waits_from(self, beginning: str) -> int | None:
        """The first place where a rule's subject stands."""
        return self._subjects.first_in(skeleton(beginning))


@lru_cache(maxsize=4)
def _read(path: Path) -> WordRules:
    return WordRules(json.loads(path.read_text(encoding="utf-8"))["rules"])
