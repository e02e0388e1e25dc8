"""Attackers, as published: Min et al. 2025 (arXiv 2501.17858), Zhao et al. 2024 (2412.04363), Huang et al. 2025
(2501.07493). They meet the pairs that the server deals, like everybody; what they know is who answers, sometimes.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from arena.rules.ratings.rows import A_BETTER, B_BETTER, BOTH_BAD, TIE
from benchmarks.attacks.population import (
    ARRAYS,
    DAY,
    POINTS_PER_LOGIT,
    Crowd,
    Variety,
    balanced_pairs,
    decide,
    in_order,
    waking,
)


class Style(StrEnum):
    """What an attacker does with a battle in which it knows its target.

    naive: votes for it, always; half_duty: every second time; mimicking: only where the verdict is within what people
    say (it loses one time in five), and follows the crowd elsewhere; omnipresent: also votes against the target's
    nearest rival in all its battles; apathetic: knows nothing and clicks at random.
    """

    NAIVE = "naive"
    HALF_DUTY = "half_duty"
    MIMICKING = "mimicking"
    OMNIPRESENT = "omnipresent"
    APATHETIC = "apathetic"


@dataclass(frozen=True)
class Attack:
    """`accounts` cast `votes_each`. `knows` (κ): share of battles in which they know who answers. `shared`: whether
    they sit in one network, which honest people use too; else they come like everybody.
    """

    style: Style
    accounts: int
    votes_each: int
    knows: float = 1.0
    shared: bool = True
    target: int = 3
    rival: int = 2


def join(crowd: Crowd, attack: Attack, rng: np.random.Generator, variety: Variety = Variety()) -> Crowd:  # noqa: B008
    """The crowd with the attackers among it, in the order of time."""
    votes = attack.accounts * attack.votes_each
    everyone = int(crowd.voter.max()) + 1
    who = np.repeat(np.arange(attack.accounts), attack.votes_each)
    a, b = balanced_pairs(len(variety.points), votes, rng)
    joined = rng.uniform(0, variety.days * DAY * 0.9, attack.accounts)
    # Beyond the largest ones: who hides among a carrier's millions shares nothing that tells.
    one = rng.integers(20, variety.networks)
    home = np.full(attack.accounts, one) if attack.shared else rng.choice(crowd.network, attack.accounts)
    more = Crowd(
        rows=replace(crowd.rows, a=a, b=b, outcome=verdicts(attack, a, b, rng, variety)),
        voter=who + everyone,
        network=home[who],
        joined_hour=(joined // 3600).astype(np.int64)[who],
        cast_at=waking(joined[who] + rng.exponential(DAY / 2, votes), rng, variety),
        delay=np.exp(np.log(6.0) + rng.standard_normal(votes)),
        bad=np.ones(votes, dtype=bool),
    )
    return _merged(crowd, more)


def verdicts(attack: Attack, a: np.ndarray, b: np.ndarray, rng: np.random.Generator, variety: Variety) -> np.ndarray:
    """Outcome codes of the attackers' votes, (v,)."""
    points = np.array(variety.points) / POINTS_PER_LOGIT
    ordinary = decide(points[a] - points[b], np.full(len(a), variety.ties), rng)
    if attack.style is Style.APATHETIC:
        return rng.choice(np.array([A_BETTER, B_BETTER, TIE, BOTH_BAD], dtype=np.int8), len(a))
    acts = rng.random(len(a)) < attack.knows
    if attack.style is Style.HALF_DUTY:
        acts &= rng.random(len(a)) < 0.5
    if attack.style is Style.MIMICKING:
        acts &= rng.random(len(a)) < 0.8
    wanted = np.select([a == attack.target, b == attack.target], [A_BETTER, B_BETTER], -1)
    if attack.style is Style.OMNIPRESENT:
        against = np.select([a == attack.rival, b == attack.rival], [B_BETTER, A_BETTER], -1)
        wanted = np.where(wanted < 0, against, wanted)
    return np.where(acts & (wanted >= 0), wanted, ordinary).astype(np.int8)


def _merged(crowd: Crowd, more: Crowd) -> Crowd:
    def both(name: str, one: object, other: object) -> np.ndarray:
        return np.concatenate([getattr(one, name), getattr(other, name)])

    rows = replace(crowd.rows, **{name: both(name, crowd.rows, more.rows) for name in ("a", "b", "outcome")})
    return in_order(replace(crowd, rows=rows, **{name: both(name, crowd, more) for name in ARRAYS}))
