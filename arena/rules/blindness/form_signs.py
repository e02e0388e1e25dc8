"""Signs in the form of words and in where the name stands: what the sentence does, and not what it speaks of."""

from arena.rules.blindness.mention import Mention
from arena.rules.blindness.word_forms import forms_of
from arena.rules.blindness.word_kinds import kind_of

LEANINGS_THAT_EXPLAIN = frozenset({"write", "words", "quoted", "models", "code", "choice", "strict"})
"""Leanings of prompts that explain why a name is in quotation marks, in a list or in code."""
TELLING = frozenset({"quoted", "spoken", "signed", "only the name quoted", "in brackets", "item"})
"""Settings that mean something else with each kind of words."""


def form_signs(mention: Mention, left: list[str], right: list[str], particle: str, state: str) -> set[str]:
    """Which forms the words around the name have; `right` begins after the particle."""
    before, after = _forms(left), _forms(right)
    both = before | after
    return {
        *(f"l:{form}" for form in before),
        *(f"r:{form}" for form in after),
        *(f"{particle}>:{form}" for form in after),
        *(f"{mention.sort} {particle}>:{form}" for form in after),
        *(f"s:{form}{beside}" for form in both for beside in ("", f" {mention.sort}")),
        *(f"s:{form}&{state}{beside}" for form in both for beside in ("", f" {mention.sort}")),
        *(f"{particle}>>:{form}" for form in _next(right)),
        *(f"{mention.sort} {particle}>>:{form}" for form in _next(right)),
        *_predicate(mention.sort, right, particle, state),
    }


def setting_signs(mention: Mention, kinds: set[str], particle: str, state: str) -> set[str]:
    """Where the name stands, alone and together with what the prompts lean to and what stands around it."""
    setting = sorted(mention.setting)
    leanings = mention.asked & LEANINGS_THAT_EXPLAIN
    return {
        *(f"in {one}" for one in setting),
        *(f"in {one}&{other}" for one in setting for other in (mention.sort, state, particle, *leanings)),
        *(f"in {one}&in {other}" for one in setting for other in setting if one < other),
        *(f"in {one}&{kind}" for one in setting if one in TELLING for kind in kinds),
    }


def stem_signs(mention: Mention, words: list[str], state: str) -> set[str]:
    """How the words around the name begin."""
    stems = {word[:2] if "가" <= word[0] <= "힣" else word[:6] for word in words}
    return {f"w:{stem}{beside}" for stem in stems for beside in ("", f" {mention.sort}", f" {state}")}


def heard_signs(mention: Mention) -> set[str]:
    """How the words of the prompts begin: most of why a name stands in an answer."""
    return {f"h:{stem}{beside}" for stem in mention.heard for beside in ("", f" {mention.sort}")}


def _forms(words: list[str]) -> set[str]:
    return {form for word in words for form in forms_of(word)}


def _next(right: list[str]) -> tuple[str, ...]:
    return forms_of(right[0]) if right else ("$",)


def _predicate(sort: str, right: list[str], particle: str, state: str) -> set[str]:
    """The sentence's last word, which in Korean is what is said of its subject."""
    last = next((word for word in reversed(right) if word[0].isalpha()), "")
    kind, form = (kind_of(last), "+".join(forms_of(last))) if last else ("$", "$")
    return {
        *(f"end {one}" for one in (kind, f":{form}", f"{kind}:{form}")),
        *(f"end {particle} {one}" for one in (kind, f":{form}")),
        *(f"end {one}:{form}" for one in (sort, f"{sort} {particle}", state, f"{state} {sort} {particle}")),
    }
