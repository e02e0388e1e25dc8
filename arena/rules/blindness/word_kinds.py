"""What kinds of words stand in a sentence: of making, of owning, of buying. They are data: `word_kinds.json`."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

KINDS = Path(__file__).with_name("word_kinds.json")

WHOLE = frozenset({"i", "me", "my", "we", "this", "you"})
"""Kinds of short words: a word is one of them as a whole, and never by how it begins."""
WORD = re.compile(r"[가-힣]+|[a-z][a-z'-]*|\d+|§|[^\s]")
ENGLISH_ENDINGS = ("s", "ed", "ing", "ly", "er", "ers", "d")
SHORT = 4
"""English words of no kind that are so short are mostly grammar: they stand for themselves."""
ENDINGS = {
    name: re.compile(f"(?:{pattern})$")
    for name, pattern in {
        "from": "(?:에서|으로부터|로부터|에게서|한테서)[는도만요]?",
        "object": "[을를]",
        "topic": "[은는]",
        "subject": "[이가]",
        "to": "(?:에게|한테|에|께)[는도만]?",
        "of": "의",
        "with": "(?:와|과|랑|하고)[는도]?",
        "as": "으?로서?[는도]?",
        "being": "입니다|이?에요|예요|이?야|이?다|이?죠|이?지요?|이?랍니다|이?라고|이?라는|이?라서?|이?거든요?|이?고"
        "|이?며|인데요?|이?네요?|이?요|이?니까",
        "not": ".*[않못없].*",
        "past": ".*[었았했됐였웠렸켰겼졌났왔갔봤샀렀랐췄].*",
        "final": "니다|[요다야지죠라까]",
        "also": "도|만|까지|처럼|보다|같이",
        "attribute": "[은는한된던을를할될인운른진킨든난온린친]",
    }.items()
}
"""What a Korean word ends in, the first that fits."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word by its kinds. `kind`: the first of them, or how it is written, or that it is unknown."""

    kind: str
    kinds: tuple[str, ...] = ()
    ending: str = ""


def words_of(text: str) -> list[Word]:
    """The words of a skeleton, in order."""
    return list(map(word_of, WORD.findall(text)))


def kind_of(word: str) -> str:
    """The first kind of one word of a skeleton."""
    return word_of(word).kind


def stems_of(words: Iterable[str]) -> frozenset[str]:
    """How these words of a skeleton begin: enough to know them again in another form."""
    return frozenset(filter(None, map(_stem, words)))


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    if "가" <= word[0] <= "힣":
        return word[:2] if len(word) > 1 else ""
    return word[:5] if "a" <= word[0] <= "z" and len(word) >= SHORT else ""


@lru_cache(maxsize=8192)
def word_of(word: str) -> Word:
    """One word of a skeleton by its kinds."""
    if "가" <= word[0] <= "힣":
        return _korean(word)
    if word[0].isalpha():
        return _english(word)
    return Word("number" if word.isdigit() else f"={word}")


def _korean(word: str) -> Word:
    kinds = KOREAN.get(word, ())
    if WHOLE.intersection(kinds):
        return Word(kinds[0], kinds)
    stems = list(_stems(word))
    found = tuple(kind for _end, known in stems for kind in known)
    rest = word[stems[-1][0] :] if stems else word
    return Word(found[0] if found else "unknown", found, _ending(rest or word[-2:]))


def _stems(word: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The known stems in a word, longest first from its beginning: where each ends, and its kinds."""
    place = 0
    while place < len(word):
        for length in range(min(LONGEST, len(word) - place), 0, -1):
            # One syllable is a stem only where hardly more is left of the word.
            if length == 1 and (place or len(word) > 2):
                continue
            end = place + length
            kinds = tuple(
                kind
                for kind in KOREAN.get(word[place:end], ())
                if kind not in WHOLE and (kind != "be" or end == len(word))
            )
            if kinds:
                yield end, kinds
                place = end
                break
        else:
            place += 1


def _ending(rest: str) -> str:
    return next((name for name, pattern in ENDINGS.items() if pattern.search(rest)), "other")


def _english(word: str) -> Word:
    if kinds := ENGLISH.get(word):
        return Word(kinds[0], kinds)
    for ending in ENGLISH_ENDINGS:
        kinds = ENGLISH.get(word.removesuffix(ending), ()) if word.endswith(ending) else ()
        if kinds and not WHOLE.intersection(kinds):
            return Word(kinds[0], kinds)
    return Word(f"={word}" if len(word) <= SHORT else "unknown")


def _read(language: str) -> dict[str, tuple[str, ...]]:
    data = json.loads(KINDS.read_text(encoding="utf-8"))[language]
    found: dict[str, tuple[str, ...]] = {}
    for kind, words in data.items():
        for word in words.split():
            found[word] = (*found.get(word, ()), kind)
    return found


KOREAN, ENGLISH = _read("korean"), _read("english")
LONGEST = max(map(len, KOREAN))
