"""Who wrote an answer, told by its words: style cannot be hidden, so it is measured."""

import re
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import orjson

from arena.inference.rehearsal.answers import compose
from arena.inference.rehearsal.cast import BUILTIN
from arena.rules.ratings.tally import Matrix
from benchmarks.attacks.classifiers import accuracy, naive_bayes

PROMPTS = (
    "봄 감자는 언제 심는 것이 좋은가요?",
    "기초연금은 어떻게 신청하나요?",
    "중학생에게 광합성을 설명해 주세요.",
    "전세 계약 전에 무엇을 확인해야 하나요?",
    "엑셀에서 중복된 줄을 지우는 방법을 알려 주세요.",
)
ANSWERS_EACH = 400
SLOTS = 1 << 14
PIECE = re.compile(r"\w+|[^\w\s]+|\n+")

Texts = Sequence[tuple[str, str]]
"""(entrant, answer) each."""


def rehearsal_texts(seed: int) -> Texts:
    """Answers of the rehearsal's cast. Their styles follow from their strengths alone."""
    return [
        (
            part.served_name,
            compose([("user", PROMPTS[i % len(PROMPTS)])], f"{seed}-{part.served_name}-{i}", part.strength),
        )
        for part in BUILTIN.parts
        for i in range(ANSWERS_EACH)
    ]


def read_texts(path: Path) -> Texts:
    """Answers from JSON lines with `entrant` and `text`."""
    rows = [orjson.loads(line) for line in path.read_bytes().splitlines() if line.strip()]
    return [(row["entrant"], row["text"]) for row in rows]


def bags(texts: Texts) -> tuple[Matrix, np.ndarray]:
    """Counts of words, marks and line ends by hashed slot, (n, slots), and whose each answer is, (n,)."""
    names = sorted({entrant for entrant, _text in texts})
    counts = np.zeros((len(texts), SLOTS), dtype=np.float32)
    for i, (_entrant, text) in enumerate(texts):
        slots = [zlib.crc32(piece.encode()) % SLOTS for piece in PIECE.findall(text)]
        np.add.at(counts[i], slots, 1)
    return counts, np.array([names.index(entrant) for entrant, _text in texts])


def told_by_words(counts: Matrix, y: np.ndarray, seed: int) -> float:
    """Share of right guesses: one half of the answers, by chance, teaches, the other tests."""
    teaches = np.random.default_rng(seed).random(len(y)) < 0.5
    return accuracy(naive_bayes(counts[teaches], y[teaches]), counts[~teaches], y[~teaches])


def kappa(share: float, classes: int) -> float:
    """How much of what chance leaves open is told: 0 by chance, 1 for certain (Cohen 1960, for classes of one size)."""
    return (share - 1 / classes) / (1 - 1 / classes)
