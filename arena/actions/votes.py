"""The vote: one transaction, idempotent by the client's key, at most one per battle."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

import orjson
from django.db import IntegrityError

from arena.actions.counting import COUNTS, Facts, facts_of
from arena.actions.errors import AlreadyVoted, BattleNotFound, KeyReused, NotReady, OutcomeUnknown
from arena.actions.keeping import VOTABLE, keep
from arena.actions.prompts import without_personal_data
from arena.models import Battle, Vote
from arena.models.refs import new_ref
from arena.queries.battles import Reveal, reveal_for_voter
from arena.rules.counting import Standing
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


@dataclass(frozen=True)
class Cast:
    """A vote that is kept. `is_new`: by this call; else the same ballot had come before."""

    reveal: Reveal
    is_new: bool

    @property
    def newly_counted(self) -> bool:
        """Whether this call has added a vote that counts."""
        return self.is_new and self.reveal.counted


def cast_vote(
    battle_ref: str,
    voter_ref: str,
    ballot: Ballot,
    now: datetime,
    standing: Standing = COUNTS,
    facts: Facts | None = None,
) -> Cast:
    """Keep the ballot, or find that this very ballot was kept before (then nothing changes).

    It has weight 1, or 0 when `standing` or the battle speaks against it: then it is void from the start, with the
    reason (`arena.rules.counting`). `facts`: the battle's, where they were read before.
    Raises OutcomeUnknown, BattleNotFound, NotReady, AlreadyVoted or KeyReused.
    """
    ballot.check()
    if ballot.comment:
        ballot = replace(ballot, comment=without_personal_data(ballot.comment))
    digest = ballot.digest(battle_ref)
    try:
        reveal = _keep(facts or facts_of(battle_ref, voter_ref), voter_ref, ballot, digest, now, standing)
    except IntegrityError:
        # The key is in use for another battle of this voter, or two requests with it met in the middle.
        raise KeyReused from None
    if reveal is None:
        return Cast(_kept_before(battle_ref, voter_ref, ballot, digest), is_new=False)
    return Cast(reveal, is_new=True)


def _keep(
    facts: Facts | None, voter_ref: str, ballot: Ballot, digest: str, now: datetime, standing: Standing
) -> Reveal | None:
    """The new vote; None when the battle takes none, for whatever reason."""
    if facts is None or facts.state not in VOTABLE:
        return None
    reasons = orjson.dumps(sorted(set(ballot.reasons))).decode()
    receipt_ref = new_ref()
    told = (ballot.outcome, reasons, ballot.comment, ballot.key, digest)
    against = keep(facts, (voter_ref, receipt_ref, standing.group, *told, now), standing, now)
    if against is None:
        return None
    return Reveal(facts.entrant_a, facts.entrant_b, ballot.outcome, receipt_ref, not against, against)


def _kept_before(battle_ref: str, voter_ref: str, ballot: Ballot, digest: str) -> Reveal:
    """The vote that this very ballot is; else what stands against it."""
    vote = Vote.objects.filter(battle__ref=battle_ref, battle__voter_ref=voter_ref).first()
    if vote is None:
        if Battle.objects.filter(ref=battle_ref, voter_ref=voter_ref).exists():
            raise NotReady
        raise BattleNotFound
    if vote.key != ballot.key:
        raise AlreadyVoted
    if vote.digest != digest:
        raise KeyReused
    reveal = reveal_for_voter(battle_ref, voter_ref)
    if reveal is None:
        # Between the two reads the person left, and the votes went to nobody.
        raise BattleNotFound
    return reveal
