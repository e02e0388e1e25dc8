"""Who answers, told by frames and by words: `python -m benchmarks.attacks.deanonymise`.

python -m benchmarks.attacks.deanonymise                   # frames at the measured pace and under other rules
python -m benchmarks.attacks.deanonymise --texts a.jsonl   # words of real answers, {"entrant": …, "text": …} a line

Half of the battles teach, the other half test. "one of five": who stands on side a, by chance 0.20. "which side": where
a known entrant stands in its battles, by chance 0.50: this is what a directed vote needs.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# Small matrices: threads of the algebra library would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from arena.rules.blindness.pace import Pace
from arena.rules.ratings.tally import Matrix
from benchmarks.attacks.classifiers import accuracy, logistic, nearest_centroid
from benchmarks.attacks.frames import REHEARSAL, VERY_DIFFERENT, Rules, Server, features, measured, play
from benchmarks.attacks.population import balanced_pairs
from benchmarks.attacks.words import bags, kappa, read_texts, rehearsal_texts, told_by_words

BATTLES = 6_000
MOST = 0.25
OTHERS = (
    Rules("the liveliest pace for every pool", Pace()),
    Rules("and without a hold", Pace(hold_seconds=0)),
)
CASTS = {"rehearsal": REHEARSAL, "very different": VERY_DIFFERENT}


@dataclass(frozen=True)
class Told:
    """How often each classifier was right: the better of the two. `which_side`: the worst entrant's."""

    one_of_five: float
    which_side: float


def told_by_frames(servers: Sequence[Server], rules: Rules, battles: int, seed: int) -> Told:
    """Play battles, teach with one half and test with the other."""
    rng = np.random.default_rng(seed)
    a, b = balanced_pairs(len(servers), battles, rng)
    seen = np.array([features(play(servers[i], servers[j], rules, rng)) for i, j in zip(a, b, strict=True)])
    teaches = np.arange(battles) < battles // 2
    sides = [
        _best(seen, (b == who).astype(int), teaches & ((a == who) | (b == who)), ~teaches & ((a == who) | (b == who)))
        for who in range(len(servers))
    ]
    return Told(_best(seen, a, teaches, ~teaches), max(sides))


def _best(x: Matrix, y: np.ndarray, teaches: np.ndarray, tests: np.ndarray) -> float:
    return max(accuracy(train(x[teaches], y[teaches]), x[tests], y[tests]) for train in (nearest_centroid, logistic))


def main() -> int:
    """Print the tables; 1 when frames tell more than they may."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--battles", type=int, default=BATTLES)
    parser.add_argument("--seed", type=int, default=20260101)
    parser.add_argument("--texts", type=Path, help="answers as JSON lines; the rehearsal's own without it")
    arguments = parser.parse_args()
    holds = True
    print(f"Frames of {arguments.battles} battles, bar: one of five ≤ {MOST} at the pace that is measured for the pool")
    for cast, servers in CASTS.items():
        pace = measured(servers, np.random.default_rng(arguments.seed))
        own = Rules(f"the pool's: {pace.bytes_per_second:.0f} bytes/s, held {pace.hold_seconds:.1f} s", pace)
        for rules in (own, *OTHERS):
            told = told_by_frames(servers, rules, arguments.battles, arguments.seed)
            holds &= rules is not own or told.one_of_five <= MOST
            print(f"{cast:15}| {rules.name:37}| one of five {told.one_of_five:.3f} | which side {told.which_side:.3f}")
    texts = read_texts(arguments.texts) if arguments.texts else rehearsal_texts(arguments.seed)
    share = told_by_words(*bags(texts), seed=arguments.seed)
    entrants = len({entrant for entrant, _text in texts})
    print(f"Words of {len(texts)} answers: right {share:.3f}, κ {kappa(share, entrants):.2f}")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
