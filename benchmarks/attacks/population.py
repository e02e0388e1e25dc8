"""Honest voters: tastes, habits, networks and hours that vary, drawn by a seed."""

from dataclasses import dataclass, replace

import numpy as np

from arena.rules.integrity.targeting import Feature
from arena.rules.ratings.rows import A_BETTER, B_BETTER, BOTH_BAD, TIE, VoteRows
from arena.rules.ratings.tally import Matrix

POINTS_PER_LOGIT = 400 / np.log(10)
DAY = 86_400.0
ARRAYS = ("voter", "network", "joined_hour", "cast_at", "delay", "bad")


@dataclass(frozen=True)
class Variety:
    """How honest people differ. Tastes are standard deviations in logits (0.4 is 70 points).

    `taste` of one person for one entrant, Student's t with five degrees (some are fans); `group_taste` shared by a
    network; `side` of one person for side a; `ties` the mean share of undecided votes, which varies as a Beta.
    """

    points: tuple[float, ...] = (40.0, 18.0, 4.0, -16.0, -46.0)
    taste: float = 0.4
    group_taste: float = 0.05
    side: float = 0.1
    ties: float = 0.25
    networks: int = 600
    days: int = 14
    votes_per_person: float = 12.0
    most_votes: int = 100


@dataclass(frozen=True)
class Crowd:
    """Votes with what is known about them; all arrays (v,). `bad`: cast by an attacker. `cast_at` in seconds."""

    rows: VoteRows
    voter: np.ndarray
    network: np.ndarray
    joined_hour: np.ndarray
    cast_at: Matrix
    delay: Matrix
    bad: np.ndarray

    def features(self) -> tuple[Feature, ...]:
        """What the group test may look at."""
        cast_hour = (self.cast_at // 3600).astype(np.int64)
        named = {"network": self.network, "joined_hour": self.joined_hour, "cast_hour": cast_hour}
        return tuple(
            Feature(name, [str(i) for i in range(int(group.max()) + 1)], group) for name, group in named.items()
        )

    def only(self, which: np.ndarray) -> "Crowd":
        """Some of the votes, by mask or by index."""
        rows = replace(
            self.rows, a=self.rows.a[which], b=self.rows.b[which], outcome=self.rows.outcome[which], cluster=None
        )
        parts = {name: getattr(self, name)[which] for name in ARRAYS}
        return replace(self, rows=rows, **parts)


def balanced_pairs(entrants: int, votes: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Sides a and b of each battle as `arena.rules.pairing.draw` deals them: blocks of all pairs, each shuffled."""
    pairs = np.array([(i, j) for i in range(entrants) for j in range(entrants) if i != j])
    blocks = rng.permuted(np.tile(np.arange(len(pairs)), (-(-votes // len(pairs)), 1)), axis=1)
    dealt = pairs[blocks.ravel()[:votes]]
    return dealt[:, 0], dealt[:, 1]


def honest(votes: int, rng: np.random.Generator, variety: Variety = Variety()) -> Crowd:
    """A contest without attackers, in the order of time."""
    n = len(variety.points)
    voter, voters = _shares(votes, rng, variety)
    home = _networks(voters, rng, variety)
    tastes = variety.taste * rng.standard_t(5, (voters, n)) / np.sqrt(5 / 3)
    tastes += variety.group_taste * rng.standard_normal((variety.networks, n))[home]
    joined = rng.uniform(0, variety.days * DAY * 0.9, voters)
    cast_at = waking(joined[voter] + rng.exponential(DAY / 2, votes), rng, variety)
    a, b = balanced_pairs(n, votes, rng)
    seen = np.array(variety.points) / POINTS_PER_LOGIT + tastes
    lead = seen[voter, a] - seen[voter, b] + variety.side * rng.standard_normal(voters)[voter]
    ties = rng.beta(variety.ties * 6, (1 - variety.ties) * 6, voters)[voter]
    pace = np.log(6.0) + 0.6 * rng.standard_normal(voters)
    crowd = Crowd(
        rows=VoteRows(tuple("ABCDEFGHIJ"[:n]), a, b, decide(lead, ties, rng)),
        voter=voter,
        network=home[voter],
        joined_hour=(joined // 3600).astype(np.int64)[voter],
        cast_at=cast_at,
        delay=np.exp(pace[voter] + 0.9 * rng.standard_normal(votes)),
        bad=np.zeros(votes, dtype=bool),
    )
    return in_order(crowd)


def decide(lead: Matrix, ties: Matrix, rng: np.random.Generator) -> np.ndarray:
    """Outcome codes from the lead of side a in logits and the chance of no decision; all (v,)."""
    outcome = np.where(rng.random(len(lead)) < 1 / (1 + np.exp(-lead)), A_BETTER, B_BETTER)
    undecided = rng.random(len(lead)) < ties
    outcome[undecided] = np.where(rng.random(int(undecided.sum())) < 0.6, TIE, BOTH_BAD)
    return outcome.astype(np.int8)


def _shares(votes: int, rng: np.random.Generator, variety: Variety) -> tuple[np.ndarray, int]:
    """Who casts each vote: many cast few, few cast up to the cap."""
    sizes = np.minimum(np.ceil(rng.pareto(1.3, votes) * variety.votes_per_person / 4), variety.most_votes).astype(int)
    voters = int(np.searchsorted(np.cumsum(sizes), votes)) + 1
    return rng.permutation(np.repeat(np.arange(voters), sizes[:voters])[:votes]), voters


def _networks(voters: int, rng: np.random.Generator, variety: Variety) -> np.ndarray:
    """A few carriers hold many people, most networks hold few."""
    weight = 1 / np.arange(1, variety.networks + 1)
    return rng.choice(variety.networks, voters, p=weight / weight.sum())


def waking(at: Matrix, rng: np.random.Generator, variety: Variety) -> Matrix:
    """Times moved into waking hours, within the contest."""
    day = np.minimum(np.floor(at / DAY), variety.days - 1)
    return day * DAY + rng.normal(15.5, 4.5, len(at)) % 24 * 3600


def in_order(crowd: Crowd) -> Crowd:
    """The same votes in the order of time."""
    return crowd.only(np.argsort(crowd.cast_at, kind="stable"))
