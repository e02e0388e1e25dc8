"""Learns what a sign of a mention weighs from the labelled lines: `python -m tests.blindness.teach` writes the weights.

Logistic regression with a quadratic penalty (ridge). Each template counts alike, whatever many lines it makes, and
claims together weigh as much as harmless mentions together. The unseen lines are not read. With `--check` nothing is
written; templates that were left out are judged instead, in five parts.
"""

import hashlib
import json
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from arena.rules.blindness.identities import Identities
from arena.rules.blindness.masker import Masker
from arena.rules.blindness.mention import Mention
from arena.rules.blindness.signs import signs_of
from arena.rules.blindness.weighing import LEAST, WEIGHTS
from arena.rules.blindness.word_kinds import KINDS
from tests.blindness.labelled_lines import CLAIMS, HARMLESS, TAUGHT, claims, lines, varied

FEWEST = 3
"""A sign that fewer templates have is not learnt: it would only know them by heart."""
PENALTY = 4.0
PARTS = 5


@dataclass(frozen=True)
class Example:
    """A mention, whether it is a claim, and the template that it comes from."""

    mention: Mention
    claims: bool
    template: str


def examples() -> list[Example]:
    """All mentions of the labelled lines but the unseen ones, each once for its template."""
    found = [
        *(Example(*of) for file in CLAIMS for line in lines(file) for of in _all(line, True, _few_claims(line))),
        *(Example(*of) for file in HARMLESS for line in lines(file) for of in _all(line, False, [line])),
    ]
    for file in TAUGHT:
        is_claim = file.startswith("self")
        found += [Example(*of) for line in lines(file) for of in _all(line, is_claim, varied(line))]
    return list(dict.fromkeys(found))


def taught_by() -> str:
    """A digest of the lines that the weights were learnt from, and of the kinds of words in which they were read."""
    text = "\n".join([*lines(*CLAIMS, *HARMLESS, *TAUGHT), KINDS.read_text(encoding="utf-8")])
    return hashlib.sha256(text.encode()).hexdigest()


def _few_claims(template: str) -> list[str]:
    return [claim.text for claim in list(claims(template))[:3]]


def _all(template: str, is_claim: bool, texts: Iterable[str]) -> list[tuple[Mention, bool, str]]:
    found: list[Mention] = []

    def note(mention: Mention) -> bool:
        found.append(mention)
        return is_claim

    for text in texts:
        masker = Masker(Identities.builtin(), judge=note)
        masker.feed(text)
        masker.finish()
    return [(mention, is_claim, template) for mention in found]


def learn(taught: list[Example]) -> dict[str, int]:
    """The weight of each sign, in hundredths; signs without weight are left out."""
    signs = [signs_of(example.mention) for example in taught]
    templates = defaultdict(set)
    for example, its in zip(taught, signs, strict=True):
        for sign in its:
            templates[sign].add(example.template)
    known = sorted(sign for sign, having in templates.items() if len(having) >= FEWEST)
    found = _fit(_matrix(signs, known), np.array([example.claims for example in taught]), _importance(taught))
    return {
        sign: weight for sign, weight in zip(known, np.rint(100 * found).astype(int).tolist(), strict=True) if weight
    }


def _matrix(signs: list[set[str]], known: list[str]) -> sparse.csr_matrix:
    places = {sign: place for place, sign in enumerate(known)}
    rows = [sorted(places[sign] for sign in its if sign in places) for its in signs]
    ends = np.cumsum([0, *map(len, rows)])
    return sparse.csr_matrix((np.ones(ends[-1]), np.concatenate(rows), ends), shape=(len(rows), len(known)))


def _importance(taught: list[Example]) -> np.ndarray:
    count = Counter(example.template for example in taught)
    weight = np.array([count[example.template] ** -0.5 for example in taught])
    claimed = np.array([example.claims for example in taught])
    for kind in (claimed, ~claimed):
        weight[kind] *= len(taught) / 2 / weight[kind].sum()
    return weight


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
    """Print how templates are judged by weights that were learnt without them."""
    wrong: Counter[str] = Counter()
    judged: Counter[str] = Counter()
    by_hand = set(lines(*CLAIMS, *HARMLESS))
    for part in range(PARTS):
        left_out = {example.template for example in taught if zlib.crc32(example.template.encode()) % PARTS == part}
        weights = learn([example for example in taught if example.template not in left_out])
        for example in taught:
            if example.template in left_out:
                source = "single" if example.template in by_hand else "varied"
                kind = f"{source} {'claims visible' if example.claims else 'harmless masked'}"
                masked = sum(weights.get(sign, 0) for sign in signs_of(example.mention)) >= LEAST
                judged[kind] += 1
                wrong[kind] += masked != example.claims
    for kind, count in sorted(judged.items()):
        print(f"{kind}: {wrong[kind]} of {count} ({wrong[kind] / count:.1%})")


def main() -> None:
    """Learn and write, or check."""
    taught = examples()
    if "--check" in sys.argv:
        check(taught)
        return
    rows = [f"  {json.dumps(sign, ensure_ascii=False)}: {weight}" for sign, weight in sorted(learn(taught).items())]
    body = ",\n".join(rows)
    WEIGHTS.write_text(f'{{\n"taught_by": "{taught_by()}",\n"weights": {{\n{body}\n}}\n}}\n', encoding="utf-8")
    print(f"{len(rows)} weights from {len(taught)} mentions")


if __name__ == "__main__":
    main()
