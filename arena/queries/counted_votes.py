"""Rows of a vote file as counted votes of a board."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from arena.rules.ratings.counted import UNKNOWN, CountedVotes
from arena.rules.ratings.rows import VoteRows
from arena.rules.ratings.slices import ALL

__all__ = ["CountedVotes", "counted_rows"]


def counted_rows(rows: VoteRows, refs: Mapping[str, str]) -> CountedVotes:
    """The votes in the whole, with the entrants' refs by their names; each cluster is a voter, or else each vote."""
    voters = np.arange(len(rows)) if rows.cluster is None else rows.cluster
    named = replace(rows, entrants=tuple(refs[name] for name in rows.entrants), cluster=voters)
    style = np.broadcast_to(np.array(UNKNOWN), (len(rows), *np.shape(UNKNOWN)))
    return CountedVotes(named, ((ALL,),), np.zeros(len(rows), dtype=np.int32), style)
