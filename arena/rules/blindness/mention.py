"""A name in a sentence: what stands before it, and what follows."""

import re
from dataclasses import dataclass

from arena.rules.blindness.skeleton import SILENT

SENTENCE_END = re.compile(r"\n|[.!?](?=\s)")
SPACES = re.compile(r"\s+")
LIST_MARKS = re.compile(r"^[\s#>*+-]*(?:\d+[.)] )?")
OTHER_NAME = "§"


@dataclass(frozen=True, slots=True)
class Mention:
    """The skeleton around a name; other names are §. Which name it is cannot be seen: all are judged alike."""

    before: str
    """The sentences before."""
    left: str
    """The name's own sentence, up to the name."""
    right: str
    """The sentence's rest."""
    sort: str
    """Whether it is the name of a "family", a "product" or a "maker"."""
    asked: frozenset[str] = frozenset()
    """What the citizen's prompts say of the name (`asked`); nothing when there are none."""
    heard: frozenset[str] = frozenset()
    """How the words of the prompts begin."""
    setting: frozenset[str] = frozenset()
    """Where the name stands: in quotation marks, in a list, in a signature."""

    @property
    def product(self) -> bool:
        """Whether it names what was made, and not who made it."""
        return self.sort != "maker"


def mention_between(
    left: str,
    right: str,
    others: re.Pattern[str],
    sort: str,
    asked: frozenset[str] = frozenset(),
    heard: frozenset[str] = frozenset(),
    setting: frozenset[str] = frozenset(),
) -> Mention:
    """The mention between the skeletons `left` and `right`; `others` finds other names in them."""
    start = 0
    for end in SENTENCE_END.finditer(left):
        start = end.end()
    return Mention(
        before=_plain(left[:start], others),
        left=LIST_MARKS.sub("", _plain(left[start:], others)),
        right=_plain(right, others),
        sort=sort,
        asked=asked,
        heard=heard,
        setting=setting,
    )


def _plain(text: str, others: re.Pattern[str]) -> str:
    return SPACES.sub(" ", others.sub(OTHER_NAME, text).replace(SILENT, ""))
