"""Stems with weights, and how much of each topic a text holds.

`words.json` lists for each topic, by language and weight, stems of three spellings: `sow` begins a word, `=sow` is a
whole word (with a Korean particle or an English plural), `~연금` stands anywhere in a Korean word. Where several stems
begin a word only the longest counts, so that the exceptions under `none` (전세계, 고소한) keep short stems (전세, 고소)
from being seen in them.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

NONE = "none"
WORD = re.compile(r"[a-z][a-z0-9+#.'-]*|[가-힣]+\d?")
# What may follow a whole word: Korean particles, English plurals.
ENDING = re.compile(
    "(은|는|이|가|을|를|의|에|에서|에게|한테|로|으로|과|와|랑|이랑|도|만|부터|까지|나|이나|처럼|보다|마다|인데|s|es|'s)?"
)
Weights = dict[str, float]


@dataclass(frozen=True)
class Lexicon:
    """Stems by spelling, each with its weight in every topic that lists it."""

    starts: dict[str, Weights] = field(default_factory=lambda: defaultdict(dict))
    wholes: dict[str, Weights] = field(default_factory=lambda: defaultdict(dict))
    insides: dict[str, Weights] = field(default_factory=lambda: defaultdict(dict))
    phrases: dict[str, Weights] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    @lru_cache(maxsize=1)
    def builtin(cls) -> "Lexicon":
        """The lists that come with the engine; read from the package once."""
        listed = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))
        lexicon = cls()
        for stems in listed[NONE].values():
            lexicon._add(NONE, 0, stems)
        for topic, languages in listed["topics"].items():
            for by_weight in languages.values():
                for weight, stems in by_weight.items():
                    lexicon._add(topic, float(weight), stems)
        return lexicon

    def _add(self, topic: str, weight: float, stems: str) -> None:
        for stem in stems.split(", "):
            if " " in stem:
                self.phrases[stem][topic] = weight
            elif stem.startswith("="):
                self.wholes[stem[1:]][topic] = weight
            else:
                self.starts[stem.removeprefix("~")][topic] = weight
                if stem.startswith("~"):
                    self.insides[stem[1:]][topic] = weight

    def weigh(self, text: str) -> Weights:
        """How much each topic weighs in a text, every stem once: a word repeated says no more."""
        text = text.lower()
        found: dict[str, Weights] = {}
        for phrase, weights in self.phrases.items():
            if begins_a_word(phrase, text):
                found[phrase] = weights
                text = text.replace(phrase, " ") if NONE in weights else text
        for word in WORD.findall(text):
            found.update(self._stems_in(word.strip(".'-")))
        total: Weights = defaultdict(float)
        for weights in found.values():
            for topic, weight in weights.items():
                total[topic] += weight
        total.pop(NONE, None)
        return total

    def _stems_in(self, word: str) -> Iterator[tuple[str, Weights]]:
        begins = [word[:end] for end in range(1, len(word) + 1)]
        longest = max((stem for stem in begins if stem in self.starts), key=len, default="")
        whole = max((stem for stem in begins if stem in self.wholes and ENDING.fullmatch(word, len(stem))), default="")
        if len(whole) > len(longest):
            longest, weights = whole, self.wholes[whole]
        else:
            weights = self.starts[longest] if longest else {}
        if weights:
            yield longest, weights
        if NONE in weights:
            return
        for begin in range(max(1, len(longest)), len(word)):
            ends = (word[begin:end] for end in range(begin + 1, len(word) + 1))
            inside = max((stem for stem in ends if stem in self.insides), key=len, default="")
            if inside:
                yield inside, self.insides[inside]


def begins_a_word(phrase: str, text: str) -> bool:
    """Whether the phrase stands in the text, at the beginning of a word."""
    place = text.find(phrase)
    while place > 0 and text[place - 1].isalpha():
        place = text.find(phrase, place + 1)
    return place >= 0
