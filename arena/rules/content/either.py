"""Several judges as one: a sentence is harmful when any of them says so."""

from collections.abc import Sequence

from arena.rules.content.classifier import Category, Classifier


class Either:
    """Asks the judges in their order; the first category holds, and a sentence waits where any of them wants it to."""

    def __init__(self, judges: Sequence[Classifier]) -> None:
        self._judges = tuple(judges)

    def category(self, sentence: str) -> Category | None:
        """The first category that a judge names."""
        return next(filter(None, (judge.category(sentence) for judge in self._judges)), None)

    def waits_from(self, beginning: str) -> int | None:
        """The first place from which some judge waits."""
        places = [place for judge in self._judges if (place := judge.waits_from(beginning)) is not None]
        return min(places, default=None)
