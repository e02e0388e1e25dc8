"""Rows of a vote file as counted votes of a board."""

from collections.abc import Mapping

from arena.rules.outcome import Outcome
from arena.rules.ratings.report import CountedVote
from arena.rules.ratings.rows import CODES, VoteRows
from arena.rules.ratings.slices import ALL

__all__ = ["CountedVote", "counted_rows"]


def counted_rows(rows: VoteRows, refs: Mapping[str, str]) -> list[CountedVote]:
    """The votes in the whole, with the entrants' refs by their names; each cluster is a voter."""
    outcomes: dict[int, Outcome] = {code: outcome for outcome, code in CODES.items()}
    named = [refs[name] for name in rows.entrants]
    voters = range(len(rows)) if rows.cluster is None else rows.cluster.tolist()
    return [
        CountedVote(str(voter), named[a], named[b], outcomes[said], (ALL,))
        for voter, a, b, said in zip(voters, rows.a.tolist(), rows.b.tolist(), rows.outcome.tolist(), strict=True)
    ]
