"""What the citizen's prompts say about the names in an answer: who was brought up, and what is asked for.

A name that the citizen never brought up is likelier a claim, and likelier still where the prompts may be after who
answers. That is meant broadly: unlike `probes`, which decide what does not count, a false alarm here costs a masked
name at most.
"""

from collections.abc import Sequence
from functools import cached_property

from arena.rules.blindness.identities import Identities, kin_of, letters_of
from arena.rules.blindness.leanings import leanings_of
from arena.rules.blindness.names import name_patterns
from arena.rules.blindness.word_kinds import stems_of
from arena.rules.blindness.skeleton import skeleton

BROUGHT_UP = "named"
"""Said of a name that stands in a prompt, or whose kin does."""


class Asked:
    """The prompts of a battle so far. Nothing is read before the first name in an answer needs it."""

    def __init__(self, prompts: Sequence[str], identities: Identities) -> None:
        self._prompts = tuple(prompts)
        self._names = name_patterns((*identities.families, *identities.products, *identities.makers))

    def __bool__(self) -> bool:
        return bool(self._prompts)

    def says_of(self, name: str) -> frozenset[str]:
        """What they say of a name in an answer, given by its bare letters."""
        if not self._prompts:
            return frozenset()
        if kin_of(name) & self._brought_up:
            return self._leanings | {BROUGHT_UP}
        return self._leanings | {"others" if self._brought_up else "none"}

    @cached_property
    def heard(self) -> frozenset[str]:
        """How the words of the prompts begin."""
        return stems_of(" ".join(skeleton(prompt) for prompt in self._prompts))

    @cached_property
    def _leanings(self) -> frozenset[str]:
        return leanings_of(self._prompts, self._names.exact)

    @cached_property
    def _brought_up(self) -> frozenset[str]:
        """The kin of all names in the prompts."""
        found = [name.group() for prompt in self._prompts for name in self._names.exact.finditer(skeleton(prompt))]
        return frozenset().union(*(kin_of(letters_of(name)) for name in found))


NOTHING = Asked((), Identities())
