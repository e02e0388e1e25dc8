"""Accounts of citizens: made with the first sign-in, deleted when they ask for it. Nothing here knows a name."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.crypto import get_random_string

from arena.actions.traits import note_traits
from arena.actions.voids import void_votes
from arena.actions.voters import merge_voters, unlink_voter
from arena.queries.votes import CountedVote, counted_votes
from contest.models import Citizen, PanelSeat, PastSignIn, Stage, Team, TeamMember
from contest.queries.citizens import known_voter
from contest.rules.caps import Caps, Kept, beyond_caps
from contest.rules.stages_terms import Voters
from contest.rules.voters import reason_against, sign_in_ref, voter_ref

ACCOUNT_REF_CHARACTERS = 12
# Without letters that are mistaken for each other when somebody reads them out.
ACCOUNT_REF_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class CitizenRefused(Exception):
    """Not done; `code` is the closed word that the pages translate."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Merged:
    """Votes that came along with a sign-in, and how many of them count no more."""

    votes: int
    uncounted: int


@transaction.atomic
def sign_in(way: str, uid: str, key: str, now: datetime) -> Citizen:
    """The account of the person whom `way` calls `uid`; made now if this is the first time.

    Only keyed hashes are kept: neither the number, nor a name, nor an e-mail address.
    """
    citizen, made = Citizen.objects.get_or_create(
        sign_in_ref=sign_in_ref(way, uid, key),
        defaults={
            "username": get_random_string(ACCOUNT_REF_CHARACTERS, ACCOUNT_REF_ALPHABET),
            "voter_id": secrets.token_hex(16),
            "date_joined": now,
        },
    )
    if made:
        citizen.set_unusable_password()
        citizen.save(update_fields=["password"])
        # In whole hours since 1970, as the integrity checks count them for people without an account.
        joined = {"joined_hour": str(int(now.timestamp()) // 3600)}
        note_traits(voter_ref(citizen.voter_id or "", key), joined, now)
    return citizen


@transaction.atomic
def bring_votes_along(citizen: Citizen, visitor_ref: str, key: str, now: datetime) -> Merged:
    """Give the votes that a browser cast without an account to the account; see docs/decisions/0013.

    What did not count before does not count now. What counted goes on counting while the person's caps have room for
    it and nothing speaks against the person.
    """
    own_ref = voter_ref(citizen.voter_id or "", key)
    own = [(vote.pool_ref, vote.cast_at) for vote in counted_votes(own_ref)]
    moved = merge_voters(visitor_ref, own_ref)
    uncounted = 0
    for pool_ref in sorted({vote.pool_ref for vote in moved.counted}):
        stage = Stage.objects.get(pool__ref=pool_ref)
        joining = [vote for vote in moved.counted if vote.pool_ref == pool_ref]
        reasons = _reasons(citizen, stage, [at for pool, at in own if pool == pool_ref], joining)
        for reason in sorted(set(reasons.values())):
            void_votes([receipt for receipt, why in reasons.items() if why == reason], reason, now)
        uncounted += len(reasons)
    return Merged(moved.votes, uncounted)


def _reasons(citizen: Citizen, stage: Stage, own: Iterable[datetime], joining: Iterable[CountedVote]) -> dict[str, str]:
    against = reason_against(known_voter(citizen.pk, "", stage), Voters(stage.voters))
    if against is not None:
        return {vote.receipt_ref: str(against) for vote in joining}
    kept = [Kept(vote.receipt_ref, vote.cast_at) for vote in joining]
    return dict(beyond_caps(own, kept, Caps(stage.votes_per_day, stage.votes_per_stage)))


@transaction.atomic
def delete_account(account_id: int, key: str, now: datetime) -> int:
    """Delete a citizen's account and everything that leads to it; the votes stay, unlinked. Returns how many.

    Raises CitizenRefused: `account_has_role` for organisers, whose acts are on record under their name.
    """
    citizen = Citizen.objects.select_for_update().get(pk=account_id)
    if citizen.voter_id is None or citizen.groups.exists() or citizen.is_staff:
        raise CitizenRefused("account_has_role")
    votes = forget_visitor(voter_ref(citizen.voter_id, key), now)
    PastSignIn.objects.update_or_create(sign_in_ref=citizen.sign_in_ref, defaults={"left_at": now})
    citizen.delete()
    return votes


def forget_visitor(visitor_ref: str, now: datetime) -> int:
    """Unlink everything of one pseudonym, also of somebody without an account. Returns how many votes stay."""
    return unlink_voter(visitor_ref, secrets.token_hex(32), now)


@transaction.atomic
def declare_oneself(account_id: int, team_slug: str, now: datetime) -> None:
    """A citizen says that they belong to a team: from now on their votes have weight 0. Only organisers take it back.

    Raises CitizenRefused: `team_unknown`.
    """
    citizen = Citizen.objects.get(pk=account_id)
    team = Team.objects.filter(slug=team_slug).first()
    if team is None:
        raise CitizenRefused("team_unknown")
    TeamMember.objects.get_or_create(
        team=team, sign_in_ref=citizen.sign_in_ref, defaults={"by_themselves": True, "declared_at": now}
    )


@transaction.atomic
def take_seat(account_id: int, code: str, now: datetime) -> Stage:
    """Take a seat on a panel with the code that came by post. Returns the stage.

    Raises CitizenRefused: `seat_code_wrong`, also for a seat that somebody has taken: the two look the same.
    """
    seat = PanelSeat.objects.select_related("stage").filter(code=code.strip()).first()
    if seat is None or PanelSeat.objects.filter(stage=seat.stage, citizen=account_id).exclude(pk=seat.pk).exists():
        raise CitizenRefused("seat_code_wrong")
    if seat.citizen_id == account_id:
        return seat.stage
    # A conditional UPDATE: of two who type the same code at once, one gets the seat.
    if not PanelSeat.objects.filter(pk=seat.pk, taken_at=None).update(citizen=account_id, taken_at=now):
        raise CitizenRefused("seat_code_wrong")
    return seat.stage
