"""How many claims of who answers stay visible, and how many harmless lines are masked; `python -m` prints both.

The weights were learnt from the learnt lines and not from the unseen ones: those are the figures to believe.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from arena.rules.blindness.conceal import Asked, Concealer, Identities
from arena.rules.blindness.masker import MARK
from arena.rules.blindness.probes import asks_who_answers
from tests.blindness.labelled_lines import (
    PROMPTED,
    Claim,
    claims,
    harmless_answer,
    lines,
    prompted_claims,
    taught_lines,
)


@dataclass(frozen=True)
class MaskingFigures:
    """`visible` of so many `made` claims, `masked` of so many `harmless` lines."""

    made: int
    visible: list[str]
    harmless: int
    masked: list[str]

    @property
    def visible_share(self) -> float:
        """The share of claims that show a name."""
        return len(self.visible) / self.made

    def __str__(self) -> str:
        return (
            f"{len(self.visible)} of {self.made} claims visible ({self.visible_share:.1%}), "
            f"{len(self.masked)} of {self.harmless} harmless lines masked"
        )


IDENTITIES = Identities.builtin()


def concealed(text: str, probed: bool = False, prompts: Sequence[str] = ()) -> str:
    """What a voter sees of an answer, after these prompts."""
    concealer = Concealer(IDENTITIES, probed, Asked(prompts, IDENTITIES))
    return concealer.feed(text) + concealer.finish()


def is_probed(answer: Claim) -> bool:
    """Whether a prompt before the answer asks who answers."""
    return any(asks_who_answers(prompt, IDENTITIES) for prompt in answer.prompts)


def is_visible(claim: Claim, shown: str) -> bool:
    """Whether one of the claim's names can still be read."""
    rest = shown.replace(MARK, "")
    return any(name in rest for name in claim.names)


def labelled(which: str) -> tuple[list[Claim], list[Claim]]:
    """Claims and harmless lines of one pair of files, "learnt" or "unseen": no unseen one that was learnt by chance."""
    taught = taught_lines() if which == "unseen" else set()
    templates = [list(claims(template)) for template in lines(f"self_{which}")]
    made = [claim for its in templates if taught.isdisjoint(claim.text for claim in its) for claim in its]
    return made, [Claim(line) for line in lines(f"harmless_{which}") if line not in taught]


def prompted(which: str) -> tuple[list[Claim], list[Claim]]:
    """The same of one pair of files with prompts."""
    made = [claim for record in lines(f"prompted_claims_{which}") for claim in prompted_claims(record)]
    return made, [harmless_answer(record) for record in lines(f"prompted_harmless_{which}")]


def masking_figures(made: list[Claim], harmless: list[Claim]) -> MaskingFigures:
    """The figures of some claims and harmless answers, judged as the site does."""
    return MaskingFigures(
        made=len(made),
        visible=[claim.text for claim in made if is_visible(claim, _shown(claim))],
        harmless=len(harmless),
        masked=[answer.text for answer in harmless if _shown(answer) != answer.text],
    )


def _shown(answer: Claim) -> str:
    return concealed(answer.text, is_probed(answer), answer.prompts)


if __name__ == "__main__":
    for which in ("learnt", "unseen"):
        print(f"{which}, without prompts: {masking_figures(*labelled(which))}")
    for which in (*PROMPTED, "unseen"):
        print(f"{which}, with prompts: {masking_figures(*prompted(which))}")
