"""What an answer says about who gives it is masked, special tokens and reasoning are taken out, as it streams."""

import re

from arena.rules.blindness.asked import NOTHING, Asked
from arena.rules.blindness.identities import Identities
from arena.rules.blindness.masker import Masker, learn_names
from arena.rules.blindness.tokens import STARTS, TokenStripper
from arena.rules.blindness.unseen import ODD, UnseenDropper

__all__ = ["Asked", "Concealer", "Identities", "learn_names"]

NOTABLE = re.compile(f"{ODD.pattern}|{STARTS.pattern}")
"""Hardly any chunk has a character that is dropped or begins a token, and one look tells that."""


class Concealer:
    """One side's answer, from its raw text to what a voter may see. How the text is cut changes nothing.

    With `probed`, for answers to prompts that ask who answers, every name is masked wherever it stands. Otherwise what
    was `asked` helps to judge it.
    """

    def __init__(self, identities: Identities, probed: bool = False, asked: Asked = NOTHING) -> None:
        self._unseen = UnseenDropper()
        self._tokens = TokenStripper()
        self._masker = Masker(identities, probed, asked)
        self._waits = False
        """Whether something before the masker waits for the next chunk."""

    @property
    def hits(self) -> int:
        """How many names have been masked so far."""
        return self._masker.hits

    def feed(self, chunk: str) -> str:
        """What can be shown now; what may still become a name or a special token waits."""
        if self._waits or NOTABLE.search(chunk):
            text = self._tokens.feed(self._unseen.feed(chunk))
            self._waits = self._tokens.waits or self._unseen.waits
        else:
            text = self._tokens.plain(chunk)
        return self._masker.feed(text) if text else ""

    def finish(self) -> str:
        """The rest, now that nothing more comes."""
        return self._masker.feed(self._tokens.finish()) + self._masker.finish()
