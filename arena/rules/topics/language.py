"""Korean, English or something else."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

KOREAN, ENGLISH, OTHER = "ko", "en", "other"
HANGUL = re.compile("[가-힣ㄱ-ㆎᄀ-ᇿ]")
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
# A third of Korean words: Korean questions are full of foreign names, code and text to be translated.
KOREAN_SHARE = 1 / 3


def language_of_prompt(prompt: str) -> str:
    """`ko`, `en`, or `other` for another language and for a prompt without letters.

    Korean when a third of the words are, in the whole or in its first or last line, where the question stands. English
    when most letters are Latin and no other language that is written so has more of its commonest words in it.
    """
    lines = [line for line in re.split(r"[\n:]", prompt) if WORD.search(line)]
    if not lines:
        return OTHER
    if any(_is_korean(part) for part in (prompt, lines[0], lines[-1])):
        return KOREAN
    return ENGLISH if _is_english(prompt) else OTHER


def _is_korean(text: str) -> bool:
    words = WORD.findall(text)
    return sum(bool(HANGUL.search(word)) for word in words) >= KOREAN_SHARE * len(words)


def _is_english(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum("LATIN" in unicodedata.name(letter, "") for letter in letters)
    if 2 * latin <= len(letters):
        return False
    common = Counter(name for word in WORD.findall(text.lower()) for name in _languages().get(word, ()))
    english = common.pop(ENGLISH, 0)
    # Letters that English does not have tip the scale, as in a Vietnamese question.
    strange = sum(not letter.isascii() for letter in letters) > len(letters) / 20
    return english > max(common.values(), default=0) or (not common and not strange)


@lru_cache(maxsize=1)
def _languages() -> Mapping[str, tuple[str, ...]]:
    """Which languages a common word belongs to."""
    listed = json.loads(Path(__file__).with_name("common_words.json").read_text(encoding="utf-8"))
    owners: dict[str, tuple[str, ...]] = {}
    for language, words in listed.items():
        for word in words.split():
            owners[word] = (*owners.get(word, ()), language)
    return owners
