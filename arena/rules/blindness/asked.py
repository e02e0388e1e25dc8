"""What the citizen asked in a battle so far, as far as it bears on the names in the answers.

A name that the citizen never brought up is likelier a claim, and likelier still where the prompts may be after who
answers.
"""

import re
from collections.abc import Sequence
from functools import cached_property

from arena.rules.blindness.identities import NOBODY, Identities, kin_of, letters_of
from arena.rules.blindness.leanings import MODELS, QUOTED, leanings_of
from arena.rules.blindness.mention import OTHER_NAME
from arena.rules.blindness.names import name_patterns
from arena.rules.blindness.skeleton import skeleton
from arena.rules.blindness.suffix import with_version
from arena.rules.blindness.word_kinds import WORD, stems_of

BROUGHT_UP = "named"
"""Said of a name that stands in a prompt, or whose kin does."""
OTHERS_BROUGHT_UP = "others"
NONE_BROUGHT_UP = "none"
EXPECTED = frozenset({BROUGHT_UP, MODELS})
"""Without one of these no model's name is to be expected."""
AFTER_A_NAME = re.compile(OTHER_NAME + "(아|이?야|한테|에게|이?랑|은|는|이|가|을|를|과|와|의|도|에|으로|로)(?![가-힣])")
FORMS = {
    **{"아": "야", "이야": "야", "이랑": "랑", "은": "는", "이": "가", "을": "를", "과": "와", "으로": "로"},
    "에게": "한테",
}
"""Forms of one particle: which of them it is depends on how the name ends."""
CALLED = "called "
"""Said with the particle after a name in a prompt: "솔라야" is called, of "솔라는" something is asked."""
AFTER_THE_ANSWERER = frozenset({"you", "who", "talk"})


class Asked:
    """The prompts of a battle so far. Nothing is read before the first name in an answer needs it."""

    def __init__(self, prompts: Sequence[str], identities: Identities) -> None:
        self._prompts = tuple(prompts)
        self._names = name_patterns(identities.all_names)

    def __bool__(self) -> bool:
        return bool(self._prompts)

    def says_of(self, name: str) -> frozenset[str]:
        """What the prompts say of a name in an answer, given by its bare letters; nothing without prompts."""
        if not self._prompts:
            return frozenset()
        if kin_of(name) & self._brought_up:
            return self._leanings | {BROUGHT_UP}
        return self._leanings | {OTHERS_BROUGHT_UP if self._brought_up else NONE_BROUGHT_UP}

    @cached_property
    def heard(self) -> frozenset[str]:
        """How the words of the prompts begin, names left out: all names are judged alike."""
        names = with_version(self._names.exact)
        text = " ".join(names.sub(OTHER_NAME, skeleton(prompt)) for prompt in self._prompts)
        called = {CALLED + FORMS.get(form, form) for form in AFTER_A_NAME.findall(text)}
        return stems_of(WORD.findall(AFTER_A_NAME.sub(OTHER_NAME, text))) | called

    @cached_property
    def _leanings(self) -> frozenset[str]:
        return leanings_of(self._prompts, self._names.exact)

    @cached_property
    def _brought_up(self) -> frozenset[str]:
        found = [name.group() for prompt in self._prompts for name in self._names.exact.finditer(skeleton(prompt))]
        return frozenset().union(*(kin_of(letters_of(name)) for name in found))


NOTHING = Asked((), NOBODY)


def is_out_of_the_blue(asked: frozenset[str], sort: str) -> bool:
    """Whether a name has no business in the answer, so that it takes much to let it show.

    Nobody brought it up, and it is a family's and nothing is said of models, or the prompts may be after who answers.
    Words in quotation marks in a prompt may be after somebody else.
    """
    if BROUGHT_UP in asked:
        return False
    if sort == "family" and MODELS not in asked:
        return True
    return not asked.isdisjoint(AFTER_THE_ANSWERER) and QUOTED not in asked
