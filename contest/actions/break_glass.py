"""Who is who in a battle, for an organiser who must know it now: never without a reason and an entry in the log."""

from dataclasses import dataclass
from datetime import datetime

from arena.queries.vote_records import sides_of
from contest.actions.audit import organiser_act
from contest.actions.refusals import ActRefused
from contest.rules.issues import Issue
from contest.rules.roles import Act, Actor


@dataclass(frozen=True)
class Sides:
    """The entrants of a battle by ref."""

    entrant_a: str
    entrant_b: str


def break_glass(actor: Actor, battle_ref: str, *, now: datetime, reason: str) -> Sides:
    """Look behind the blind of one battle. The entry says who looked and why, not what they saw."""
    with organiser_act(actor, Act.BREAK_GLASS, "battle", battle_ref, now, reason):
        if not reason.strip():
            raise ActRefused([Issue("reason_missing")])
        sides = sides_of(battle_ref)
        if sides is None:
            raise ActRefused([Issue("battle_unknown")])
        return Sides(*sides)
