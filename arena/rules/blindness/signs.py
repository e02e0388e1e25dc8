"""Signs of a mention: small true statements about the words around a name, which `weighing` adds up.

Most speak of kinds of words (`word_kinds`), so what was learnt from "the lab that raised me" holds for "the firm that
brought me up"; a few speak of the words themselves.
"""

import re
from collections.abc import Set
from itertools import combinations

from arena.rules.blindness.asked import BROUGHT_UP, NONE_BROUGHT_UP, OTHERS_BROUGHT_UP
from arena.rules.blindness.form_signs import form_signs, heard_signs, setting_signs, stem_signs
from arena.rules.blindness.leanings import LEANINGS, MODELS, STRICT
from arena.rules.blindness.mention import OTHER_NAME, Mention
from arena.rules.blindness.word_kinds import WORD, Word, stems_of, word_of, words_of

PARTICLE = re.compile(
    "^(에서|에게|한테|에 의해|이라고|라고|이라는|라는|으로서|로서|입니다|이에요|예요|에요|이랍니다|랍니다|이야|야|이죠"
    "|죠|이지|지|이고|고|이며|며|이라|라|이란|란|으로|로|은|는|이|가|을|를|과|와|랑|의|에|도|만|사|측|쪽|표|산|제|께서"
    "|요|거든|인데|인|s )"
)
FORMS = {
    "입니다": "이에요 예요 에요 이랍니다 랍니다 이야 야 이죠 죠 이지 지 요 거든",
    **{"이라고": "라고", "이라는": "라는", "으로서": "로서", "이고": "고", "이며": "며", "이라": "라", "이란": "란"},
    **{"으로": "로", "는": "은", "이": "가 께서", "을": "를", "과": "와 랑", "에게": "한테"},
}
SAME = {form: particle for particle, forms in FORMS.items() for form in forms.split()}
"""Forms of one particle."""
EARLIER = frozenset(
    ["i", "me", "my", "ai", "make", "secret", "maker", "origin", "named", "speak", "people", "goods", "work", "use"]
)
"""Kinds that matter in the sentences before."""
FEW = 4
MANY_ECHOES = 3
"""So many words that the sentence has from the prompts count as many."""
START, END = ["^"] * 3, ["$"] * 3


def signs_of(mention: Mention) -> set[str]:
    """All signs; each counts once, however often it is seen."""
    particle, rest = _particle(mention.right)
    # `r_words` begin after the particle; what is attached to the name may make other words of its rest.
    l_words, r_words, all_right = map(WORD.findall, (mention.left, rest, mention.right))
    left, right = list(map(word_of, l_words)), list(map(word_of, r_words))
    asked = "?" in mention.left or "?" in mention.right
    before = {f"b.{kind}" for word in words_of(mention.before) for kind in word.kinds if kind in EARLIER}
    lefts, rights = _kinds(left), _kinds(right) | ({"asked"} if asked else set())
    last = left[-1].kind if left else "^"
    signs = {"always", *_beside(left, right, particle), *_kinds_apart(lefts, rights)}
    # What a product's name needs is not what a maker's needs: these signs are there once more for its sort.
    signs |= {f"{mention.sort} {sign}" for sign in signs}
    signs |= _kinds_together(lefts, rights, particle, last)
    signs |= before | {f"{one} {last} {particle}" for one in before}
    signs |= {f"{one}&{kind}" for one in before for kind in lefts | rights}
    kinds, state = lefts | rights, _state(mention.asked) if mention.asked else "no prompt"
    signs |= _as_written(l_words, all_right) | _asked(mention, l_words + all_right, kinds, particle)
    signs |= setting_signs(mention, kinds, particle, state) | _of_the_same_kind(mention, kinds, state)
    signs |= form_signs(mention, l_words, r_words, particle, state)
    signs |= stem_signs(mention, l_words + all_right, state) | heard_signs(mention)
    signs |= {f"unknown {min(FEW, sum(word.kind == 'unknown' for word in left + right))}"}
    return signs | {"first" if not mention.before.strip() else "later"}


def _particle(right: str) -> tuple[str, str]:
    """What is attached to the name, in one form, and the text after it."""
    if found := PARTICLE.match(right):
        return SAME.get(found[1], found[1]), right[found.end() :]
    return (f"={right[0]}" if right[:1].strip() else "_" if right else "$"), right


def _kinds(words: list[Word]) -> set[str]:
    found = {kind for word in words for kind in word.kinds}
    return found | {"other"} if any(word.kind == f"={OTHER_NAME}" for word in words) else found


def _full(word: Word) -> str:
    return f"{word.kind}.{word.ending}" if word.ending else word.kind


def _beside(left: list[Word], right: list[Word], particle: str) -> set[str]:
    """The nearest words, in their order."""
    l_full, r_full = [*START, *map(_full, left)], [*map(_full, right), *END]
    l_kind, r_kind = [*START, *(word.kind for word in left)], [*(word.kind for word in right), *END]
    return {
        f"> {particle}",
        *(f"> {particle} {' '.join(r_full[:count])}" for count in (1, 2)),
        *(f"> {particle} {' '.join(r_kind[:count])}" for count in (1, 2, 3)),
        *(f"< {' '.join(l_full[-count:])}" for count in (1, 2)),
        *(f"< {' '.join(l_kind[-count:])}" for count in (1, 2, 3)),
        f"<> {l_full[-1]} | {particle}",
        *(
            f"<> {' '.join(l_kind[-lefts:])} | {particle} {' '.join(r_kind[:rights])}"
            for lefts, rights in ((1, 1), (2, 0), (2, 1))
        ),
    }


def _kinds_apart(lefts: set[str], rights: set[str]) -> set[str]:
    """Which kinds stand on either side."""
    return {f"l.{kind}" for kind in lefts} | {f"r.{kind}" for kind in rights} | {f"s.{kind}" for kind in lefts | rights}


def _kinds_together(lefts: set[str], rights: set[str], particle: str, last: str) -> set[str]:
    """Which kinds stand in one sentence."""
    return {
        *(f"s.{one}&{other}" for one, other in combinations(sorted(lefts | rights), 2)),
        *(f"{one}<>{other}" for one in lefts for other in rights),
        *(f"{kind}<{particle}" for kind in lefts or {"^"}),
        *(f"{particle}>{kind}" for kind in rights),
        *(f"{last}<{particle}>{kind}" for kind in rights),
    }


def _as_written(left: list[str], right: list[str]) -> set[str]:
    """The words themselves, and how Korean ones begin."""
    return {
        *(f"w.{word}" for word in left + right),
        *(f"w.{word[:2]}*" for word in left + right if "가" <= word[0] <= "힣" and len(word) > 2),
        *(f"r.w.{word}" for word in right),
        *(f"<w.{word}" for word in left[-1:]),
        *(f">w.{word}" for word in right[:1]),
    }


def _asked(mention: Mention, words: list[str], kinds: set[str], particle: str) -> set[str]:
    """What the prompts say of the name, alone and together with what stands around it."""
    if not mention.asked:
        return {"no prompt", f"no prompt {mention.sort}"}
    echoes = len(mention.heard & stems_of(words))
    said = mention.asked | {f"echoes {min(echoes, MANY_ECHOES)}"}
    leanings = sorted(one for one in said if not one.startswith(("k.", "subjects")))
    state = _state(said)
    return {
        f"p.{state}",
        f"p.{state} {mention.sort}",
        f"p.{state}&> {particle}",
        f"p.{state} {mention.sort}&> {particle}",
        *(f"p.{state}&{one}" for one in said | kinds),
        *(f"p.{one}" for one in said),
        *(f"p.{one} {mention.sort}" for one in leanings),
        *(f"p.{one}&{other}" for one, other in combinations(leanings, 2)),
        *(f"p.{one}&{kind}" for one in LEANINGS.keys() & said for kind in kinds),
    }


def _of_the_same_kind(mention: Mention, kinds: set[str], state: str) -> set[str]:
    """Kinds of words that are in the prompts and around the name: the name belongs to what was asked."""
    if not mention.asked:
        return set()
    same = {kind for kind in kinds if f"k.{kind}" in mention.asked}
    count = min(len(same), MANY_ECHOES)
    return {
        f"same {count}",
        f"same {count}&{state}",
        *(f"same {kind}{beside}" for kind in same for beside in ("", f" {mention.sort}", f" {state}")),
    }


def _state(asked: Set[str]) -> str:
    """Whether the name was brought up, and whether the prompts are after who answers or speak of models."""
    named = next(one for one in (BROUGHT_UP, OTHERS_BROUGHT_UP, NONE_BROUGHT_UP) if one in asked)
    return named + next((f" {one}" for one in (STRICT, MODELS) if one in asked), "")
