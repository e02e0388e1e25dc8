"""The vote: one transaction, idempotent by the client's key, at most one per battle."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

import orjson
from django.db import IntegrityError, transaction

from arena.actions.errors import AlreadyVoted, BattleNotFound, KeyReused, NotReady, OutcomeUnknown
from arena.actions.moves import move_battle
from arena.models import Battle, Vote
from arena.rules.lifecycle import Move, State
from arena.rules.outcome import Outcome, Reason


@dataclass(frozen=True)
class Ballot:
    """What the voter sent. `key` is the client's own, one per attempt, kept when the attempt is retried."""

    outcome: str
    key: str
    reasons: tuple[str, ...] = ()
    comment: str = ""

    def check(self) -> None:
        """Raises OutcomeUnknown unless outcome and reasons are in the vocabulary."""
        try:
            Outcome(self.outcome)
            for reason in self.reasons:
                Reason(reason)
        except ValueError:
            raise OutcomeUnknown from None

    def digest(self, battle_ref: str) -> str:
        """SHA-256 over everything that makes two ballots different."""
        body = [battle_ref, self.outcome, sorted(set(self.reasons)), self.comment]
        return hashlib.sha256(orjson.dumps(body)).hexdigest()


def cast_vote(battle_ref: str, voter_ref: str, ballot: Ballot, now: datetime) -> None:
    """Count the ballot, or find that this very ballot was counted before (then nothing changes).

    Raises OutcomeUnknown, BattleNotFound, NotReady, AlreadyVoted or KeyReused.
    """
    ballot.check()
    try:
        with transaction.atomic():
            _cast(battle_ref, voter_ref, ballot, now)
    except IntegrityError:
        # The key is in use for another battle of this voter, or two requests with it met in the middle.
        raise KeyReused from None


def _cast(battle_ref: str, voter_ref: str, ballot: Ballot, now: datetime) -> None:
    battle = Battle.objects.select_for_update().filter(ref=battle_ref, voter_ref=voter_ref).first()
    if battle is None:
        raise BattleNotFound
    digest = ballot.digest(battle_ref)
    if battle.state == State.VOTED:
        _accept_only_a_replay(battle, ballot, digest)
        return
    if not move_battle(battle.pk, Move.VOTE, now):
        raise NotReady
    Vote.objects.create(
        battle=battle,
        voter_ref=voter_ref,
        outcome=ballot.outcome,
        reasons=sorted(set(ballot.reasons)),
        comment=ballot.comment,
        key=ballot.key,
        digest=digest,
        cast_at=now,
    )


def _accept_only_a_replay(battle: Battle, ballot: Ballot, digest: str) -> None:
    vote = Vote.objects.get(battle=battle)
    if vote.key != ballot.key:
        raise AlreadyVoted
    if vote.digest != digest:
        raise KeyReused
