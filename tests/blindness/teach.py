"""Learns what a sign of a mention weighs from the labelled lines: `python -m tests.blindness.teach` writes the weights.

Logistic regression with a quadratic penalty (ridge), and trees beside it (`forest`). Each template counts alike,
whatever many lines it makes, and claims together weigh as much as harmless mentions together; answers with their
prompts weigh more than lines without.
The unseen lines are not read. With `--check` nothing is written; templates and answers that were left out are judged
instead, in five parts.
"""

import hashlib
import json
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from arena.rules.blindness.forest import Forest, Tree
from arena.rules.blindness.mention import Mention
from arena.rules.blindness.signs import signs_of
from arena.rules.blindness.weighing import TREES, WEIGHTS, least_of, weigh
from arena.rules.blindness.word_kinds import KINDS
from tests.blindness.examples import Example, examples, masked
from tests.blindness.forest import grow
from tests.blindness.labelled_lines import (
    CLAIMS,
    HARMLESS,
    PROMPTED_CLAIMS,
    PROMPTED_HARMLESS,
    TAUGHT,
    harmless_answer,
    lines,
    prompted_claims,
)
from tests.blindness.masking_figures import is_probed, is_visible

FEWEST = 5
"""A sign that fewer templates have is not learnt: it would only know them by heart."""
PENALTY = 0.3
PROMPTED = 16.0
"""So many times a mention in an answer to a real prompt weighs."""
UNPROMPTED = 20.0
"""So many times a mention in a line without any prompt weighs: nothing but the line itself tells what it is."""
FREQUENT = 60
"""The trees ask only for signs that so many mentions have."""
PARTS = 5


def taught_by() -> str:
    """A digest of the lines that the weights were learnt from, and of the kinds of words in which they were read."""
    files = (*CLAIMS, *HARMLESS, *TAUGHT, *PROMPTED_CLAIMS, *PROMPTED_HARMLESS)
    text = "\n".join([*lines(*files), KINDS.read_text(encoding="utf-8")])
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Learnt:
    """What was learnt: the weight of each sign (those without weight are left out), and the trees."""

    weights: dict[str, int]
    trees: list[Tree]

    def judges(self, mention: Mention) -> bool:
        """Whether the mention is to be masked."""
        return weigh(signs_of(mention), self.weights, self.forest) >= least_of(mention)

    @cached_property
    def forest(self) -> Forest:
        """The trees, to be asked."""
        return Forest(self.trees)


def learn(taught: list[Example]) -> Learnt:
    """Both, from these examples."""
    signs = [signs_of(example.mention) for example in taught]
    templates = defaultdict(set)
    for example, its in zip(taught, signs, strict=True):
        for sign in its:
            templates[sign].add(example.template)
    known = sorted(sign for sign, having in templates.items() if len(having) >= FEWEST)
    matrix, claimed, importance = _matrix(signs, known), np.array([one.claims for one in taught]), _importance(taught)
    weights = np.rint(1000 * _fit(matrix, claimed, importance)).astype(int).tolist()
    frequent = np.flatnonzero(matrix.getnnz(axis=0) >= FREQUENT)
    trees = grow(matrix[:, frequent], [known[place] for place in frequent], claimed, importance)
    return Learnt({sign: weight for sign, weight in zip(known, weights, strict=True) if weight}, trees)


def _matrix(signs: list[set[str]], known: list[str]) -> sparse.csr_matrix:
    places = {sign: place for place, sign in enumerate(known)}
    rows = [sorted(places[sign] for sign in its if sign in places) for its in signs]
    ends = np.cumsum([0, *map(len, rows)])
    return sparse.csr_matrix((np.ones(ends[-1]), np.concatenate(rows), ends), shape=(len(rows), len(known)))


def _importance(taught: list[Example]) -> np.ndarray:
    count = Counter(example.template for example in taught)
    real = set(lines(*PROMPTED_CLAIMS, *PROMPTED_HARMLESS))
    times = np.array([_times(example, real) for example in taught])
    weight = times * np.array([count[example.template] ** -0.5 for example in taught])
    claimed = np.array([example.claims for example in taught])
    for kind in (claimed, ~claimed):
        weight[kind] *= len(taught) / 2 / weight[kind].sum()
    return weight


def _times(example: Example, real: set[str]) -> float:
    if example.template in real:
        return PROMPTED
    return 1.0 if example.mention.asked else UNPROMPTED


def _fit(matrix: sparse.csr_matrix, claimed: np.ndarray, importance: np.ndarray) -> np.ndarray:
    side = np.where(claimed, 1.0, -1.0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = side * (matrix @ weights)
        pull = -importance * side / (1 + np.exp(np.clip(margin, -50, 50)))
        value = (importance * np.logaddexp(0, -margin)).sum() + PENALTY / 2 * (weights @ weights)
        return float(value), matrix.T @ pull + PENALTY * weights

    start = np.zeros(matrix.shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 120}).x)


def check(taught: list[Example]) -> None:
    """Print how templates and answers are judged by weights that were learnt without them."""
    wrong: Counter[str] = Counter()
    judged: Counter[str] = Counter()
    for part in range(PARTS):
        judge = learn([example for example in taught if _part_of(example.template) != part]).judges
        for kind, is_right in [*_lines_left_out(taught, part, judge), *_answers_left_out(part, judge)]:
            judged[kind] += 1
            wrong[kind] += not is_right
    for kind, count in sorted(judged.items()):
        print(f"{kind}: {wrong[kind]} of {count} ({wrong[kind] / count:.1%})")


def _part_of(template: str) -> int:
    return zlib.crc32(template.encode()) % PARTS


def _lines_left_out(taught: list[Example], part: int, judge: Callable[[Mention], bool]) -> Iterator[tuple[str, bool]]:
    """Mentions in lines without a prompt: of which sort, and whether the judge is right."""
    by_hand = set(lines(*CLAIMS, *HARMLESS))
    for example in taught:
        if _part_of(example.template) == part and not example.mention.asked:
            source = "single" if example.template in by_hand else "varied"
            kind = f"{source} {'claims visible' if example.claims else 'harmless masked'}"
            yield kind, judge(example.mention) == example.claims


def _answers_left_out(part: int, judge: Callable[[Mention], bool]) -> Iterator[tuple[str, bool]]:
    """Whole answers with their prompts, judged as the site does."""
    for file in (*PROMPTED_CLAIMS, *PROMPTED_HARMLESS):
        for record in lines(file):
            if _part_of(record) != part:
                continue
            if file in PROMPTED_HARMLESS:
                answer = harmless_answer(record)
                yield f"{file} masked", masked(answer, judge, is_probed(answer)) == answer.text
                continue
            for claim in prompted_claims(record):
                yield f"{file} visible", not is_visible(claim, masked(claim, judge, is_probed(claim)))


def main() -> None:
    """Learn and write, or check."""
    taught = examples()
    if "--check" in sys.argv:
        check(taught)
        return
    learnt = learn(taught)
    _write(WEIGHTS, "weights", "{}", [f"{_json(sign)}: {weight}" for sign, weight in sorted(learnt.weights.items())])
    _write(TREES, "trees", "[]", [_json(tree) for tree in learnt.trees])
    print(f"{len(learnt.weights)} weights and {len(learnt.trees)} trees from {len(taught)} mentions")


def _json(value: str | Tree) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _write(path: Path, name: str, brackets: str, rows: list[str]) -> None:
    body = ",\n".join(rows)
    path.write_text(
        f'{{\n"taught_by": "{taught_by()}",\n"{name}": {brackets[0]}\n{body}\n{brackets[1]}\n}}\n', encoding="utf-8"
    )


if __name__ == "__main__":
    main()
