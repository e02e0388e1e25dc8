"""What judges a text. The built-in judge knows words; a model that runs here can take its place."""

from enum import StrEnum
from typing import Protocol


class Category(StrEnum):
    """Why a text is harmful; faces explain each in a sentence."""

    MINORS = "minors"
    WEAPONS = "weapons"
    DRUGS = "drugs"
    SELF_HARM = "self_harm"
    SPYING = "spying"
    OTHER = "other"


class Classifier(Protocol):
    """Judges one sentence at a time, without network: what people write is sent to no third party."""

    def category(self, sentence: str) -> Category | None:
        """Why the sentence is harmful, or None."""

    def waits_from(self, beginning: str) -> int | None:
        """From which place on a sentence that has only begun must wait for its end; None when all can be shown.

        A judge that needs whole sentences answers 0.
        """
