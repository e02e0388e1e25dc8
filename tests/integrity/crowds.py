"""Small seeded contests for the tests."""

import numpy as np

from benchmarks.attacks.attackers import Attack, Style, join
from benchmarks.attacks.population import Crowd, Variety, honest


def chance(*seed: int) -> np.random.Generator:
    """A stream of chance of its own."""
    return np.random.default_rng(seed)


def contest(seed: int, votes: int = 5_000, variety: Variety | None = None) -> Crowd:
    """Honest votes."""
    return honest(votes, chance(seed), variety or Variety())


def attacked(seed: int, style: Style = Style.NAIVE, **more: object) -> Crowd:
    """12,000 honest votes and 50 accounts of 20 votes for entrant D."""
    return join(contest(seed, 12_000), Attack(style, 50, 20, **more), chance(seed, 1))  # type: ignore[arg-type]


def names(crowd: Crowd) -> list[str]:
    """A pseudonym for everybody."""
    return [f"v{i}" for i in range(int(crowd.voter.max()) + 1)]
