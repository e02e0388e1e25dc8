"""Voters whose hand moves before they read: against the board, at random, always to one side, never a decision.

The same score test as for entrants, toward other directions. Whoever agrees with the board less than anybody else is
contrary or clicks at random: the one is wrong more often than a coin, the other as often. A random clicker among
entrants of nearly equal strength looks like anybody: what shows is a habit, and what does not show does little harm.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from arena.rules.integrity.leaning import Leans, add_up, holm, standard_scores, taste, two_sided
from arena.rules.integrity.noticed import Detector, Noticed
from arena.rules.integrity.targeting import board_strengths
from arena.rules.ratings.rows import A_BETTER, TIE, Indices, VoteRows
from arena.rules.ratings.tally import Matrix

LEAST_VOTES = 20
WORSE_THAN_A_COIN = 1.64
"""In standard errors: a coin is so far below one half once in twenty voters."""


@dataclass(frozen=True)
class Habit:
    """A direction in which hands lean. `sign`: which way is noticed, 0 for both; `taste_most`: see `leaning.taste`."""

    leans: Callable[[VoteRows], Leans]
    sign: int
    taste_most: float


def voters_with_habits(rows: VoteRows, voter: Indices, names: Sequence[str], level: float) -> list[Noticed]:
    """Voters with a habit that the variety among voters does not explain. Raises NotConnected."""
    found = []
    for detector, habit in HABITS.items():
        found += _voters_with(detector, habit, rows, voter, names, level)
    strengths = board_strengths(rows)
    return [_contrary_or_random(one, rows, strengths) for one in found]


def agreement_leans(rows: VoteRows) -> Leans:
    """Along the board: positive where a voter sees its differences larger than others do, negative against it."""
    strengths = board_strengths(rows)
    lead = strengths[rows.a] - strengths[rows.b]
    expected = 1 / (1 + np.exp(-lead))
    return _one_direction((rows.score - expected) * lead, expected * (1 - expected) * lead**2)


def _contrary_or_random(one: Noticed, rows: VoteRows, strengths: Matrix) -> Noticed:
    """Who agrees too little is contrary only when a coin would have agreed more."""
    if one.detector is not Detector.CONTRARIAN:
        return one
    lead = (strengths[rows.a] - strengths[rows.b])[one.votes]
    said = rows.score[one.votes] - 0.5
    spread = float(np.sqrt((said**2 * lead**2).sum()))
    against_a_coin = float((said * lead).sum()) / spread if spread > 0 else 0.0
    detector = Detector.CONTRARIAN if against_a_coin < -WORSE_THAN_A_COIN else Detector.RANDOM
    return replace(one, detector=detector, numbers={**one.numbers, "against_a_coin": against_a_coin})


def side_leans(rows: VoteRows) -> Leans:
    """Toward side a, in the votes that decided."""
    decided = rows.outcome < TIE
    left = (rows.outcome == A_BETTER).astype(float)
    usual = left[decided].mean() if decided.any() else 0.5
    return _one_direction(np.where(decided, left - usual, 0.0), np.where(decided, usual * (1 - usual), 0.0))


def tie_leans(rows: VoteRows) -> Leans:
    """Toward no decision."""
    tied = (rows.outcome >= TIE).astype(float)
    usual = tied.mean()
    return _one_direction(tied - usual, np.full(len(rows), usual * (1 - usual)))


# Against the board has no cap: where entrants are nearly equal, honest tastes point anywhere.
HABITS: Mapping[Detector, Habit] = {
    Detector.CONTRARIAN: Habit(agreement_leans, -1, np.inf),
    Detector.ONE_SIDED: Habit(side_leans, 0, 1.0),
    Detector.ALWAYS_TIES: Habit(tie_leans, 1, 4.0),
}


def _one_direction(lean: Matrix, information: Matrix) -> Leans:
    return Leans(1, np.arange(len(lean)), np.zeros(len(lean), dtype=np.int64), lean, information)


def _voters_with(
    detector: Detector, habit: Habit, rows: VoteRows, voter: Indices, names: Sequence[str], level: float
) -> list[Noticed]:
    sums = add_up(habit.leans(rows), voter, np.arange(len(voter)))
    scores = standard_scores(sums, 0.0, taste(sums, habit.taste_most))[:, 0]
    tested = np.flatnonzero(np.bincount(voter, minlength=len(scores)) >= LEAST_VOTES)
    chances = holm(two_sided(scores[tested]))
    return [
        Noticed(
            detector,
            f"voter={names[who]}",
            np.flatnonzero(voter == who),
            chance=float(chance),
            numbers={"lean": float(sums.lean[who, 0]), "standard_errors": float(scores[who])},
        )
        for who, chance in zip(tested.tolist(), chances, strict=True)
        if chance <= level and (habit.sign == 0 or scores[who] * habit.sign > 0)
    ]
