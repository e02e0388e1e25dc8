"""What the prompts of a battle lean to: small true statements about their words that put a name in doubt or explain it.

They are broad on purpose, unlike `probes`, which decide what does not count: a false alarm here costs a masked name.
"""

import re
from collections.abc import Iterable

from arena.rules.blindness import leanings_en, leanings_ko
from arena.rules.blindness.mention import OTHER_NAME, SPACES
from arena.rules.blindness.skeleton import SILENT, skeleton
from arena.rules.blindness.word_kinds import Word, words_of

ABOUT_THE_ANSWERER = frozenset({"you", "who", "bare", "talk"})
"""Speaks to whoever answers, may ask who that is, has next to nothing else in it, or is small talk."""
STRICT = "strict"
"""Leans to one of these."""
MODELS = "models"
"""Speaks of language models, so that their names are to be expected."""
QUOTED = "quoted"
"""Has words in quotation marks, which may be somebody else's."""
LEANINGS = {
    lean: re.compile(f"{pattern}|{leanings_en.LEANINGS[lean]}") for lean, pattern in leanings_ko.LEANINGS.items()
}
QUOTATION = re.compile('["“”「」]')
THINGS = {
    "goods",
    "business",
    "sport",
    "work",
    "world",
    "tech",
    "rival",
    "list",
    "use",
    "people",
    "role",
    "body",
    "limits",
}
THINGS |= {"media", "compose", "food", "health", "study", "feelings", "money", "travel", "law", "home", "fiction"}
"""Kinds of words that give a prompt a subject."""
MOST_IN_BARE = 1
"""A bare question has no more words with a subject than that."""
MANY = 4
BRIEF, SHORT = 14, 30
"""So few characters ask for nothing in particular: "안녕", "go on"; so few hardly more."""


def leanings_of(prompts: Iterable[str], names: re.Pattern[str]) -> frozenset[str]:
    """All that some of the prompts lean to, and how short the last one is; `names` finds names in skeletons."""
    found: set[str] = set()
    text = ""
    for prompt in prompts:
        text = SPACES.sub(" ", names.sub(OTHER_NAME, skeleton(prompt)).replace(SILENT, "")).strip()
        found |= _leanings(text)
        if QUOTATION.search(prompt):
            found.add(QUOTED)
    if found & ABOUT_THE_ANSWERER:
        found.add(STRICT)
    if len(text) <= SHORT:
        found.add("brief" if len(text) <= BRIEF else "short")
    return frozenset(found)


def _leanings(text: str) -> set[str]:
    words = words_of(text)
    subjects = sum(_has_a_subject(word) for word in words)
    found = {lean for lean, pattern in LEANINGS.items() if pattern.search(text)}
    if subjects > MOST_IN_BARE:
        found.discard("bare")
    return found | {f"k.{kind}" for word in words for kind in word.kinds} | {f"subjects {min(subjects, MANY)}"}


def _has_a_subject(word: Word) -> bool:
    return word.kind == "unknown" or not THINGS.isdisjoint(word.kinds)
