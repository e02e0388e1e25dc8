"""All detectors over the votes of one pool."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from arena.rules.integrity.bursts import bursts
from arena.rules.integrity.habits import voters_with_habits
from arena.rules.integrity.haste import hasty_voters
from arena.rules.integrity.noticed import Noticed
from arena.rules.integrity.same_prompts import reused_prompts
from arena.rules.integrity.targeting import Feature, groups_that_target, voters_who_target
from arena.rules.ratings.connectivity import NotConnected
from arena.rules.ratings.rows import Indices, VoteRows
from arena.rules.ratings.tally import Matrix

LEVEL = 0.01
"""Chance that a detector finds anything at all in one scan of honest votes."""
PROMPT = "prompt"
"""The feature of prompts that say nearly the same: see `same_prompts.alike`."""


@dataclass(frozen=True)
class Seen:
    """v votes and what is known about them.

    `voter`: (v,), from 0 on, indexes `names`, the pseudonyms. `features`: what votes may share. `cast_at`: seconds
    since 1970, (v,). `delay`: seconds from both answers' end to the vote, (v,), NaN where unknown.
    """

    rows: VoteRows
    voter: Indices
    names: Sequence[str]
    features: Sequence[Feature] = ()
    cast_at: Matrix = field(default_factory=lambda: np.empty(0))
    delay: Matrix = field(default_factory=lambda: np.empty(0))


def scan(seen: Seen, level: float = LEVEL) -> list[Noticed]:
    """Everything that the detectors notice, groups first. Where there is no board yet, nothing can lean from it."""
    found = _leaning(seen, level)
    found += hasty_voters(seen.delay, seen.voter, seen.names, level)
    found += bursts(seen.cast_at, level)
    for feature in seen.features:
        if feature.name == PROMPT:
            found += reused_prompts(feature.group, feature.labels, seen.voter)
    return found


def _leaning(seen: Seen, level: float) -> list[Noticed]:
    try:
        groups = groups_that_target(seen.rows, seen.voter, seen.features, level)
        # Single people are compared with the board as it is without those groups.
        left = np.ones(len(seen.rows), dtype=bool)
        for group in groups:
            left[group.votes] = False
        places, rows, voter = np.flatnonzero(left), seen.rows.where(left), seen.voter[left]
        people = voters_who_target(rows, voter, seen.names, level) + voters_with_habits(rows, voter, seen.names, level)
    except NotConnected:
        return []
    return groups + [replace(one, votes=places[one.votes]) for one in people]
