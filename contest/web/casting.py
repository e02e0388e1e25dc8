"""Votes that came together go to the engine together, each under its network's cap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError
from django.http import HttpRequest

from arena.actions.errors import Refused
from arena.actions.votes import Ballot, Cast, Casting, cast_votes
from contest.queries.admission import BattleStanding, Visitor, beyond_network, standings_in_battles
from contest.web.limits import give_network_place_back, take_network_places


@dataclass(frozen=True)
class Wanted:
    """A vote that somebody asks for."""

    request: HttpRequest
    visitor: Visitor
    battle_ref: str
    ballot: Ballot

    def casting(self, found: BattleStanding, *, network_full: bool) -> Casting:
        """What the engine is given."""
        standing = beyond_network(found.standing) if network_full else found.standing
        return Casting(self.battle_ref, self.visitor.voter_ref, self.ballot, standing, found.facts)


def cast_together(wanted: Sequence[Wanted], now: datetime) -> list[Cast | Refused | DatabaseError]:
    """Cast them; what `arena.actions.votes.cast_vote` would raise for one stands in its place.

    A place of a network is used up by a new vote that counts, and by nothing else: else replayed ballots and votes on
    other people's battles would push a neighbour's vote out. Raises Django's DatabaseError when it is not known what
    was kept.
    """
    found = standings_in_battles([(want.visitor, want.battle_ref) for want in wanted], now)
    # One place for each battle: the same ballot sent twice is one vote.
    needing = {
        want.battle_ref: want.request
        for want, standing in zip(wanted, found, strict=True)
        if standing.needs_network_place
    }
    places = dict(zip(needing, take_network_places(list(needing.values())), strict=True))
    castings = [
        want.casting(standing, network_full=places.get(want.battle_ref) is False)
        for want, standing in zip(wanted, found, strict=True)
    ]
    # When it raises, votes may have been kept: their places stay with them.
    cast = cast_votes(castings, now)
    counted = {
        want.battle_ref
        for want, result in zip(wanted, cast, strict=True)
        if isinstance(result, Cast) and result.newly_counted
    }
    for battle_ref, taken in places.items():
        if taken and battle_ref not in counted:
            give_network_place_back(needing[battle_ref])
    return cast
