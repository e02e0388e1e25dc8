"""One person under two pseudonyms becomes one voter; a person who leaves takes their pseudonym along."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from arena.actions.battles import void_battle
from arena.actions.erasure import erase_turns
from arena.actions.traits import forget_traits
from arena.models import Battle, Pool, Turn, Vote, VoterTrait
from arena.queries.votes import CountedVote, counted_votes
from arena.rules.lifecycle import TERMINAL, VoidReason


@dataclass(frozen=True)
class Moved:
    """How many votes came from the other pseudonym, and those that count among them."""

    votes: int
    counted: tuple[CountedVote, ...]


@transaction.atomic
def merge_voters(from_ref: str, into_ref: str) -> Moved:
    """Give all battles and votes of one pseudonym to another.

    A vote whose key the other pseudonym has used stays where it is, with its battle: keys are unique for each voter.
    """
    # The pools' locks come before the votes', as in every fold: else a fold and this could wait for each other.
    mine = Battle.objects.filter(voter_ref=from_ref).values("pool_id")
    pools = list(Pool.objects.select_for_update().filter(pk__in=mine).order_by("pk"))
    moved = list(Battle.objects.select_for_update().filter(voter_ref=from_ref).order_by("pk"))
    taken = set(Vote.objects.filter(voter_ref=into_ref).values_list("key", flat=True))
    stay = set(Vote.objects.filter(voter_ref=from_ref, key__in=taken).values_list("battle_id", flat=True))
    keys = [battle.pk for battle in moved if battle.pk not in stay]
    Battle.objects.filter(pk__in=keys).update(voter_ref=into_ref)
    counted = counted_votes(from_ref, keys)
    votes = Vote.objects.filter(battle__in=keys).update(voter_ref=into_ref)
    for pool in pools:
        _note_in_fold(pool, Vote.objects.filter(battle__in=keys, battle__pool=pool, fold__isnull=False))
    _merge_traits(from_ref, into_ref)
    return Moved(votes, tuple(counted))


def _note_in_fold(pool: Pool, votes: "QuerySet[Vote]") -> None:
    """Whose votes are one person's says how sure a board is: a fold of its own lets the next board follow."""
    if votes.update(moved_fold=pool.folds + 1):
        pool.folds += 1
        pool.save(update_fields=["folds"])


def _merge_traits(from_ref: str, into_ref: str) -> None:
    noted = VoterTrait.objects.filter(voter_ref=from_ref)
    VoterTrait.objects.bulk_create(
        [VoterTrait(voter_ref=into_ref, kind=row.kind, value=row.value, noted_at=row.noted_at) for row in noted],
        ignore_conflicts=True,
    )
    forget_traits(from_ref)


@transaction.atomic
def unlink_voter(voter_ref: str, stranger_ref: str, now: datetime) -> int:
    """Cut a person off from their votes; returns how many votes stay, under `stranger_ref`, which nobody can derive.

    What they wrote and were answered is erased, battles under way end void, and what was noted about them is deleted.
    The votes stay together under one pseudonym, because intervals are clustered by voter.
    """
    battles = Battle.objects.filter(voter_ref=voter_ref)
    for ref in battles.exclude(state__in=TERMINAL).values_list("ref", flat=True):
        void_battle(ref, VoidReason.STOPPED, now)
    erase_turns(Turn.objects.filter(battle__voter_ref=voter_ref))
    forget_traits(voter_ref)
    battles.update(voter_ref=stranger_ref)
    return Vote.objects.filter(voter_ref=voter_ref).update(voter_ref=stranger_ref, comment="")
