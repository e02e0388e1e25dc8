"""The contest's own defence and board, on simulated votes."""

import numpy as np

from arena.rules.integrity.by_rule import applies_by_rule
from arena.rules.integrity.effect import ratings
from arena.rules.integrity.noticed import Noticed
from arena.rules.integrity.scan import LEVEL, Seen, scan
from arena.rules.integrity.targeting import groups_that_target
from arena.rules.ratings.tally import Matrix
from benchmarks.attacks.population import Crowd


def board(crowd: Crowd, keep: np.ndarray | None = None) -> Matrix:
    """The ratings in points, (n,), of all votes or of those to keep."""
    kept = crowd if keep is None else crowd.only(keep)
    return ratings(kept.rows, kept.rows.entrants)


def groups(crowd: Crowd) -> list[Noticed]:
    """The group findings: the only ones that the rule may apply."""
    return groups_that_target(crowd.rows, crowd.voter, crowd.features(), LEVEL)


def set_aside(crowd: Crowd, found: list[Noticed]) -> np.ndarray:
    """Which votes the rule sets aside, (v,)."""
    aside = np.zeros(len(crowd.voter), dtype=bool)
    for noticed in found:
        if applies_by_rule(noticed, len(crowd.voter)):
            aside[noticed.votes] = True
    return aside


def everything(crowd: Crowd) -> list[Noticed]:
    """What all detectors notice."""
    names = [str(i) for i in range(int(crowd.voter.max()) + 1)]
    return scan(Seen(crowd.rows, crowd.voter, names, crowd.features(), crowd.cast_at, crowd.delay))
