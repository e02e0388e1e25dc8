"""The vote: idempotent by the client's key, at most one per battle."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import orjson
from django.db import DatabaseError, IntegrityError

from arena.actions.counting import COUNTS, Facts, facts_of
from arena.actions.errors import AlreadyVoted, BattleNotFound, KeyReused, NotReady, OutcomeUnknown, Refused
from arena.actions.keeping import VOTABLE, NewVote, keep
from arena.actions.prompts import without_personal_data
from arena.models import Battle, Vote
from arena.models.refs import new_ref
from arena.queries.battles import Reveal, reveal_for_voter
from arena.rules.counting import Standing
from arena.rules.outcome import Outcome, Reason

OUTCOMES = frozenset(Outcome)
REASONS = frozenset(Reason)


@dataclass(frozen=True)
class Ballot:
    """What the voter sent. `key` is the client's own, one per attempt, kept when the attempt is retried."""

    outcome: str
    key: str
    reasons: tuple[str, ...] = ()
    comment: str = ""

    @property
    def is_known(self) -> bool:
        """Whether outcome and reasons are in the vocabulary."""
        return self.outcome in OUTCOMES and REASONS.issuperset(self.reasons)

    def reasons_once(self) -> list[str]:
        """Each reason once, in order."""
        return sorted(set(self.reasons))


@dataclass(frozen=True)
class Cast:
    """A vote that is kept. `is_new`: by this call; else the same ballot had come before."""

    reveal: Reveal
    is_new: bool

    @property
    def newly_counted(self) -> bool:
        """Whether this call has added a vote that counts."""
        return self.is_new and self.reveal.counted


@dataclass(frozen=True)
class Casting:
    """Somebody's ballot for a battle. `standing`: how it counts; `facts`: the battle's, when it is the voter's own."""

    battle_ref: str
    voter_ref: str
    ballot: Ballot
    standing: Standing
    facts: Facts | None

    def without_personal_data(self) -> "Casting":
        """The same with a comment that may be kept."""
        if not self.ballot.comment:
            return self
        return replace(self, ballot=replace(self.ballot, comment=without_personal_data(self.ballot.comment)))

    def digest(self) -> str:
        """SHA-256 over everything that makes two ballots different."""
        ballot = self.ballot
        body = [self.battle_ref, ballot.outcome, ballot.reasons_once(), ballot.comment]
        return hashlib.sha256(orjson.dumps(body)).hexdigest()


def cast_vote(battle_ref: str, voter_ref: str, ballot: Ballot, now: datetime, standing: Standing = COUNTS) -> Cast:
    """Keep the ballot, or find that this very ballot was kept before (then nothing changes).

    It has weight 1, or 0 when `standing` or the battle speaks against it: then it is void from the start, with the
    reason (`arena.rules.counting`).
    Raises OutcomeUnknown, BattleNotFound, NotReady, AlreadyVoted or KeyReused.
    """
    (found,) = cast_votes([Casting(battle_ref, voter_ref, ballot, standing, facts_of(battle_ref, voter_ref))], now)
    if isinstance(found, Exception):
        raise found
    return found


def cast_votes(castings: Sequence[Casting], now: datetime) -> list[Cast | Refused | DatabaseError]:
    """The same for votes that came together: what `cast_vote` would raise for one stands in its place."""
    castings = [casting.without_personal_data() for casting in castings]
    new = {
        number: _new_vote(casting, casting.facts)
        for number, casting in enumerate(castings)
        if casting.ballot.is_known and casting.facts is not None and casting.facts.state in VOTABLE
    }
    kept = dict(zip(new, keep(list(new.values()), now), strict=True))
    return [_found(casting, new.get(number), kept.get(number)) for number, casting in enumerate(castings)]


def _new_vote(casting: Casting, facts: Facts) -> NewVote:
    ballot = casting.ballot
    row: dict[str, object] = {
        "voter_ref": casting.voter_ref,
        "receipt_ref": new_ref(),
        "voter_group": casting.standing.group,
        "outcome": ballot.outcome,
        "reasons": ballot.reasons_once(),
        "comment": ballot.comment,
        "key": ballot.key,
        "digest": casting.digest(),
    }
    return NewVote(facts, casting.standing, row)


def _found(casting: Casting, new: NewVote | None, kept: str | DatabaseError | None) -> Cast | Refused | DatabaseError:
    """What became of one. `kept`: why it does not count or was refused; None when it is not new."""
    if not casting.ballot.is_known:
        return OutcomeUnknown()
    if isinstance(kept, IntegrityError):
        # The key is in use for another battle of this voter, or two requests with it met in the middle.
        return KeyReused()
    if isinstance(kept, DatabaseError):
        return kept
    if new is not None and kept is not None:
        sides = (new.facts.entrant_a, new.facts.entrant_b)
        return Cast(Reveal(*sides, casting.ballot.outcome, str(new.row["receipt_ref"]), not kept, kept), is_new=True)
    try:
        return Cast(_kept_before(casting), is_new=False)
    except (Refused, DatabaseError) as error:
        return error


def _kept_before(casting: Casting) -> Reveal:
    """The vote that this very ballot is; else what stands against it."""
    battle_ref, voter_ref = casting.battle_ref, casting.voter_ref
    vote = Vote.objects.filter(battle__ref=battle_ref, battle__voter_ref=voter_ref).first()
    if vote is None:
        if Battle.objects.filter(ref=battle_ref, voter_ref=voter_ref).exists():
            raise NotReady
        raise BattleNotFound
    if vote.key != casting.ballot.key:
        raise AlreadyVoted
    if vote.digest != casting.digest():
        raise KeyReused
    reveal = reveal_for_voter(battle_ref, voter_ref)
    if reveal is None:
        # Between the two reads the person left, and the votes went to nobody.
        raise BattleNotFound
    return reveal
