"""Whether a name in a sentence says who the answer is from, or is only talked about."""

import re

from arena.rules.blindness import cues_en, cues_ko
from arena.rules.blindness.claims import claims_name
from arena.rules.blindness.skeleton import SILENT

SENTENCE_END = re.compile(r"\n|[.!?](?=\s)")
BRACKETED = re.compile(r"[(\[][^)\]]{0,60}[)\]]")
SPACES = re.compile(r"\s+")
LIST_MARKS = re.compile(r"^[\s#>*+-]*(?:\d+[.)] )?")
OTHER_NAME = "§"


def tells_identity(left: str, right: str, others: re.Pattern[str], product: bool) -> bool:
    """Judge the name between `left` (up to 160 characters of skeleton) and `right` (to the sentence's end).

    `others` finds names; `product` is whether this one is a product's and not a maker's.
    """
    start = 0
    for end in SENTENCE_END.finditer(left):
        start = end.end()
    before, sentence = _plain(left[:start], others), _plain(left[start:], others)
    sentence = LIST_MARKS.sub("", sentence).rstrip("([{")
    rest = BRACKETED.sub("", _plain(right, others).lstrip(")]"))
    return (
        cues_ko.tells(sentence, rest, before, product)
        or cues_en.tells(sentence, rest, before, product)
        or claims_name(sentence, rest, before, product)
    )


def _plain(text: str, others: re.Pattern[str]) -> str:
    return SPACES.sub(" ", others.sub(OTHER_NAME, text).replace(SILENT, ""))
