"""What the hand-written cues say of a mention: how sentences of this sort are built, and which words are near."""

import re

from arena.rules.blindness import cues_en, cues_ko
from arena.rules.blindness.claims import claims_name
from arena.rules.blindness.mention import Mention

BRACKETED = re.compile(r"[(\[][^)\]]{0,60}[)\]]")


def cues_of(mention: Mention) -> list[str]:
    """Which of the two, "frames" and "words", hold that the answerer names itself."""
    left = mention.left.rstrip("([{")
    right = BRACKETED.sub("", mention.right.lstrip(")]"))
    sentence = (left, right, mention.before, mention.product)
    found = []
    if cues_ko.tells(*sentence) or cues_en.tells(*sentence):
        found.append("frames")
    if claims_name(*sentence):
        found.append("words")
    return found
