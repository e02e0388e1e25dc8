"""Findings are applied, dismissed and undone here. Nothing else voids votes for a pattern in them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from arena.actions.errors import Refused
from arena.actions.voids import restore_votes, void_votes
from arena.models import Finding, FindingDecision, FindingVote, Pool, Vote
from arena.rules.integrity.by_rule import LEVEL

APPLIED = (Finding.State.APPLIED_BY_RULE, Finding.State.APPLIED_BY_TWO)
RULE_REASON = f"A group that targets an entrant, with a chance of at most {LEVEL:g} among honest votes."
REASON_MAX_CHARACTERS = 200


class FindingNotFound(Refused):
    """No finding has this ref."""

    code = "finding_unknown"


class FindingIsDecided(Refused):
    """The finding is not open (any more)."""

    code = "finding_is_decided"


class FindingNotApplied(Refused):
    """The finding is not applied, so there is nothing to undo."""

    code = "finding_not_applied"


class NeedsTwoPeople(Refused):
    """The act takes two different people."""

    code = "finding_needs_another"


class ReasonMissing(Refused):
    """A decision needs its reason, in at most 200 characters."""

    code = "finding_reason_missing"


def apply_by_rule(finding: Finding, now: datetime) -> None:
    """Set a finding's votes aside because the rule says so (see `arena.rules.integrity.by_rule`)."""
    _apply(finding, Finding.State.APPLIED_BY_RULE, [], RULE_REASON, now)


def apply_finding(finding_ref: str, by: tuple[str, str], reason: str, now: datetime) -> None:
    """Set a finding's votes aside, on the word of two people.

    Raises FindingNotFound, FindingIsDecided, NeedsTwoPeople or ReasonMissing.
    """
    _check(by, reason)
    with transaction.atomic():
        finding = _locked(finding_ref)
        if finding.state != Finding.State.OPEN:
            raise FindingIsDecided
        _apply(finding, Finding.State.APPLIED_BY_TWO, by, reason, now)


def dismiss_finding(finding_ref: str, by: str, reason: str, now: datetime) -> None:
    """Let a finding pass; the board stays as it is. Raises FindingNotFound, FindingIsDecided or ReasonMissing."""
    _check((by,), reason)
    with transaction.atomic():
        finding = _locked(finding_ref)
        if finding.state != Finding.State.OPEN:
            raise FindingIsDecided
        _decide(finding, Finding.State.DISMISSED, FindingDecision.Verb.DISMISS, (by,), reason, now)


def undo_finding(finding_ref: str, by: tuple[str, str], reason: str, now: datetime) -> None:
    """Let the votes count again that an applied finding set aside, on the word of two people.

    A vote that another applied finding is about stays aside, for that finding's reason. Raises FindingNotFound,
    FindingNotApplied, NeedsTwoPeople or ReasonMissing.
    """
    _check(by, reason)
    with transaction.atomic():
        finding = _locked(finding_ref)
        if finding.state not in APPLIED:
            raise FindingNotApplied
        # Only what is still void for this finding's sake: people may have decided about single votes since.
        ours = Vote.objects.filter(
            places_in_findings__finding=finding,
            places_in_findings__set_aside=True,
            void_reason=void_reason(finding),
        )
        _hand_over(finding, ours)
        receipts = list(ours.values_list("receipt_ref", flat=True))
        finding.places.update(set_aside=False)
        restore_votes(receipts)
        _decide(finding, Finding.State.DISMISSED, FindingDecision.Verb.UNDO, by, reason, now)


def void_reason(finding: Finding) -> str:
    """Why a vote is void that a finding set aside."""
    return f"finding {finding.ref}: {finding.detector}"


def _hand_over(finding: Finding, votes: "QuerySet[Vote]") -> None:
    """Votes that another applied finding is about as well are set aside by that one from now on."""
    others = FindingVote.objects.filter(vote__in=votes, finding__state__in=APPLIED).exclude(finding=finding)
    taken: set[int] = set()
    for place in list(others.select_related("finding").order_by("pk")):
        if place.vote_id not in taken:
            taken.add(place.vote_id)
            FindingVote.objects.filter(pk=place.pk).update(set_aside=True)
            Vote.objects.filter(pk=place.vote_id).update(void_reason=void_reason(place.finding))


def _apply(finding: Finding, state: Finding.State, by: Iterable[str], reason: str, now: datetime) -> None:
    finding.places.filter(vote__voided_at=None).update(set_aside=True)
    receipts = finding.places.filter(set_aside=True).values_list("vote__receipt_ref", flat=True)
    void_votes(list(receipts), void_reason(finding), now)
    _decide(finding, state, FindingDecision.Verb.APPLY, by, reason, now)


def _decide(
    finding: Finding,
    state: Finding.State,
    verb: FindingDecision.Verb,
    by: Iterable[str],
    reason: str,
    now: datetime,
) -> None:
    Finding.objects.filter(pk=finding.pk).update(state=state)
    FindingDecision.objects.create(finding=finding, verb=verb, by=list(by), reason=reason.strip(), decided_at=now)


def _check(by: Sequence[str], reason: str) -> None:
    if not all(by) or len(set(by)) < len(by):
        raise NeedsTwoPeople
    if not 0 < len(reason.strip()) <= REASON_MAX_CHARACTERS:
        raise ReasonMissing


def _locked(finding_ref: str) -> Finding:
    """The finding as it is now, while nobody else decides about its pool."""
    pool_ref = Finding.objects.filter(ref=finding_ref).values_list("pool__ref", flat=True).first()
    if pool_ref is None:
        raise FindingNotFound
    Pool.objects.select_for_update().get(ref=pool_ref)
    return Finding.objects.get(ref=finding_ref)
