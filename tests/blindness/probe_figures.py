"""Precision and recall of the probes' detection on the labelled lines."""

from dataclasses import dataclass

from arena.rules.blindness.identities import Identities
from arena.rules.blindness.probes import asks_who_answers
from tests.blindness.labelled_lines import lines


@dataclass(frozen=True)
class Figures:
    """What was found right and wrong."""

    asking: int
    missed: list[str]
    false: list[str]

    @property
    def recall(self) -> float:
        """Share of the asking lines that are found."""
        return 1 - len(self.missed) / self.asking

    @property
    def precision(self) -> float:
        """Share of the found lines that ask."""
        right = self.asking - len(self.missed)
        return right / (right + len(self.false))


def labelled() -> tuple[list[str], list[str]]:
    """(prompts that ask who answers, prompts that do not)."""
    return lines("probes_asking"), lines("probes_harmless")


def held_out() -> tuple[list[str], list[str]]:
    """The lines that no pattern was mended on."""
    rows = [line.split("\t") for line in lines("probes_held_out")]
    return [text for sign, text in rows if sign == "+"], [text for sign, text in rows if sign == "-"]


def figures(asking: list[str], harmless: list[str]) -> Figures:
    """Judge all lines."""
    identities = Identities.builtin()
    return Figures(
        asking=len(asking),
        missed=[line for line in asking if not asks_who_answers(line, identities)],
        false=[line for line in harmless if asks_who_answers(line, identities)],
    )
