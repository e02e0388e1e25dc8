"""What is learnt from: each mention in the labelled lines but the unseen ones, with what it is."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from arena.rules.blindness.asked import Asked
from arena.rules.blindness.masker import Masker
from arena.rules.blindness.mention import Mention
from tests.blindness.labelled_lines import (
    CLAIMS,
    HARMLESS,
    PROMPTED_CLAIMS,
    PROMPTED_HARMLESS,
    TAUGHT,
    Claim,
    brought_up,
    claims,
    harmless_answer,
    lines,
    prompted_claims,
    varied,
)
from tests.blindness.masking_figures import IDENTITIES

FEW = 3
"""So many names are tried in a single line."""


@dataclass(frozen=True)
class Example:
    """A mention, whether it is a claim, and the template that it comes from."""

    mention: Mention
    claims: bool
    template: str


def examples() -> list[Example]:
    """All mentions of the labelled lines but the unseen ones, each once for its template."""
    found = [
        *(of for line in lines(*CLAIMS) for of in _all(line, True, islice(claims(line), FEW))),
        *(of for line in lines(*HARMLESS) for of in _all(line, False, [Claim(line)])),
        *(of for line in lines(*CLAIMS) for of in _all(line, True, map(brought_up, _few_of_every_sort(line)))),
        *(of for line in lines(*HARMLESS) for of in _all(line, False, [brought_up(Claim(line))])),
        *(of for line in lines(*PROMPTED_CLAIMS) for of in _all(line, True, islice(prompted_claims(line), FEW))),
        *(of for line in lines(*PROMPTED_HARMLESS) for of in _all(line, False, [harmless_answer(line)])),
    ]
    for file in TAUGHT:
        is_claim = file.startswith("self")
        found += [of for line in lines(file) for of in _all(line, is_claim, map(Claim, varied(line)))]
        found += [
            of for line in lines(file) for of in _all(line, is_claim, map(brought_up, map(Claim, varied(line, FEW))))
        ]
    return list(dict.fromkeys(found))


def _few_of_every_sort(template: str) -> Iterator[Claim]:
    """Some claims, and some of a family's name in the place of a product's."""
    yield from islice(claims(template), FEW)
    if "{p}" in template:
        yield from islice(claims(template.replace("{p}", "{f}")), FEW)


def _all(template: str, is_claim: bool, answers: Iterable[Claim]) -> list[Example]:
    found: list[Mention] = []

    def note(mention: Mention) -> bool:
        found.append(mention)
        return is_claim

    for answer in answers:
        masked(answer, note)
    return [Example(mention, is_claim, template) for mention in found]


def masked(answer: Claim, judge: Callable[[Mention], bool], every_name: bool = False) -> str:
    """The answer as this judge lets it show."""
    masker = Masker(IDENTITIES, every_name, Asked(answer.prompts, IDENTITIES), judge)
    return masker.feed(answer.text) + masker.finish()
