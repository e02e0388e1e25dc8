"""Acts that take two people: one proposes, another one confirms, and only then it is done."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from arena.queries.findings import finding
from arena.queries.vote_records import vote_records
from contest.actions.audit import organiser_act
from contest.actions.proposed import DOING, votes_ref
from contest.actions.refusals import ActRefused, go_on_unless
from contest.actions.standings import standing_to_propose
from contest.models import Citizen, Proposal, Stage
from contest.queries.stage_gates import closing_issues_of
from contest.rules.issues import Issue
from contest.rules.proposals import ACTS, Kind, ProposalFacts, issues_before_confirming
from contest.rules.roles import Act, Person
from contest.rules.stages_running import issues_with_notice

REASON_CHARACTERS = 200


def propose_void(actor: Person, receipts: Collection[str], *, now: datetime, reason: str) -> str:
    """Propose that votes (by receipt) count no more; returns the proposal's ref.

    Refused: `vote_unknown`, `vote_is_void`, `reason_missing`, `reason_too_long`, `proposal_exists`.
    """
    return _propose_about_votes(actor, Kind.VOID_VOTES, receipts, now, reason)


def propose_restore(actor: Person, receipts: Collection[str], *, now: datetime, reason: str) -> str:
    """Propose that void votes count again. Refused as `propose_void`, with `vote_counts`."""
    return _propose_about_votes(actor, Kind.RESTORE_VOTES, receipts, now, reason)


def propose_early_close(
    actor: Person, stage_slug: str, *, now: datetime, reason: str, notice_ko: str, notice_en: str
) -> str:
    """Propose to close a stage before its end, with the notice that the public will read; returns the ref."""
    with organiser_act(actor, Act.PROPOSE_EARLY_CLOSE, "proposal", "", now, reason) as record:
        stage = Stage.objects.select_related("pool").filter(slug=stage_slug).first()
        if stage is None:
            raise ActRefused([Issue("stage_unknown", {"stage": stage_slug})])
        go_on_unless(
            closing_issues_of(stage, now, by_two=True)
            + issues_with_notice(notice_ko, notice_en)
            + issues_with_reason(reason)
        )
        facts = {"closes_at": stage.closes_at.isoformat(), "notice_ko": notice_ko, "notice_en": notice_en}
        record.ref = _write(actor, Kind.CLOSE_EARLY, ("stage", stage_slug), facts, reason, now)
        record.after = {"kind": Kind.CLOSE_EARLY, "stage": stage_slug} | facts
        return record.ref


def propose_standing(actor: Person, stage_slug: str, *, seen: str, now: datetime, reason: str) -> str:
    """Propose to publish a stage's standing; returns the ref. `seen`: the digest of the standing that was looked at.

    Refused: `changed_meanwhile` when it is another one now, `reason_missing`, and what stands against publishing.
    """
    with organiser_act(actor, Act.PROPOSE_STANDING, "proposal", "", now, reason) as record:
        facts = standing_to_propose(stage_slug)
        go_on_unless(issues_with_reason(reason))
        if facts["sha256"] != seen:
            raise ActRefused([Issue("changed_meanwhile")])
        record.ref = _write(actor, Kind.PUBLISH_STANDING, ("stage", stage_slug), facts, reason, now)
        record.after = {"kind": Kind.PUBLISH_STANDING, "stage": stage_slug} | facts
        return record.ref


def propose_finding(actor: Person, finding_ref: str, *, now: datetime, reason: str) -> str:
    """Propose that a finding's votes are set aside; returns the proposal's ref. Refused unless it is open."""
    return _propose_about_finding(actor, Kind.APPLY_FINDING, finding_ref, now, reason)


def propose_undo_finding(actor: Person, finding_ref: str, *, now: datetime, reason: str) -> str:
    """Propose that an applied finding is undone; returns the proposal's ref. Refused unless it is applied."""
    return _propose_about_finding(actor, Kind.UNDO_FINDING, finding_ref, now, reason)


def confirm_proposal(actor: Person, proposal_ref: str, *, now: datetime) -> None:
    """Do what somebody else proposed.

    Refused: `proposal_unknown`, `proposal_is_decided` (also for the second of two who confirm at once),
    `proposal_needs_another`, `proposal_is_stale`, and when what it is about changed: `proposal_is_outdated` or the
    gate's own reasons.
    """
    proposal = _find(proposal_ref)
    kind = Kind(proposal.kind)
    with organiser_act(actor, ACTS[kind][1], proposal.object_kind, proposal.object_ref, now, proposal.reason) as record:
        facts = ProposalFacts(
            proposal.decision == Proposal.Decision.OPEN, proposal.proposed_by_id, proposal.proposed_at
        )
        go_on_unless(issues_before_confirming(facts, actor.account_id, now))
        _decide(proposal, actor, Proposal.Decision.CONFIRMED, now)
        first, second = proposal.proposed_by.username, Citizen.objects.get(pk=actor.account_id).username
        record.before, record.after = DOING[kind](proposal, (first, second), now)
        record.after |= {"proposal": proposal.ref, "proposed_by": first}


def reject_proposal(actor: Person, proposal_ref: str, *, now: datetime, reason: str) -> None:
    """Turn a proposal down; its own author may do so too. Refused: `proposal_is_decided`."""
    proposal = _find(proposal_ref)
    with organiser_act(actor, Act.REJECT_PROPOSAL, "proposal", proposal_ref, now, reason) as record:
        _decide(proposal, actor, Proposal.Decision.REJECTED, now)
        record.before = {"decision": Proposal.Decision.OPEN}
        record.after = {"decision": Proposal.Decision.REJECTED, "kind": proposal.kind, "object": proposal.object_ref}


def issues_with_reason(reason: str) -> list[Issue]:
    """What is wrong with the reason for an act that the log keeps."""
    if not reason.strip():
        return [Issue("reason_missing")]
    return [Issue("reason_too_long", {"most": REASON_CHARACTERS})] if len(reason) > REASON_CHARACTERS else []


def _propose_about_votes(actor: Person, kind: Kind, receipts: Collection[str], now: datetime, reason: str) -> str:
    with organiser_act(actor, ACTS[kind][0], "proposal", "", now, reason) as record:
        go_on_unless(issues_with_reason(reason) + _issues_with_votes(kind, receipts))
        facts = {"receipts": sorted(set(receipts))}
        record.ref = _write(actor, kind, ("votes", votes_ref(receipts)), facts, reason, now)
        record.after = {"kind": kind} | facts
        return record.ref


def _propose_about_finding(actor: Person, kind: Kind, finding_ref: str, now: datetime, reason: str) -> str:
    with organiser_act(actor, ACTS[kind][0], "proposal", "", now, reason) as record:
        go_on_unless(issues_with_reason(reason) + _issues_with_finding(kind, finding_ref))
        record.ref = _write(actor, kind, ("finding", finding_ref), {}, reason, now)
        record.after = {"kind": kind, "finding": finding_ref}
        return record.ref


def _issues_with_finding(kind: Kind, finding_ref: str) -> list[Issue]:
    found = finding(finding_ref)
    if found is None:
        return [Issue("finding_unknown")]
    if kind is Kind.APPLY_FINDING:
        return [] if found.state == "open" else [Issue("finding_is_decided")]
    return [] if found.state.startswith("applied") else [Issue("finding_is_not_applied")]


def _issues_with_votes(kind: Kind, receipts: Collection[str]) -> list[Issue]:
    found = {vote.receipt_ref: vote for vote in vote_records(receipts)}
    issues = [] if receipts else [Issue("votes_missing")]
    for receipt in sorted(set(receipts)):
        vote = found.get(receipt)
        if vote is None:
            issues.append(Issue("vote_unknown", {"receipt": receipt}))
        elif kind is Kind.VOID_VOTES and vote.voided_at is not None:
            issues.append(Issue("vote_is_void", {"receipt": receipt}))
        elif kind is Kind.RESTORE_VOTES and vote.voided_at is None:
            issues.append(Issue("vote_counts", {"receipt": receipt}))
    return issues


def _write(actor: Person, kind: Kind, about: tuple[str, str], facts: dict[str, Any], reason: str, now: datetime) -> str:
    try:
        with transaction.atomic():
            proposal = Proposal.objects.create(
                kind=kind,
                object_kind=about[0],
                object_ref=about[1],
                facts=facts,
                reason=reason,
                proposed_by_id=actor.account_id,
                proposed_at=now,
            )
    except IntegrityError:
        # One open proposal per object: two people who propose the same at once do not make two.
        raise ActRefused([Issue("proposal_exists")]) from None
    return proposal.ref


def _find(proposal_ref: str) -> Proposal:
    proposal = Proposal.objects.select_related("proposed_by").filter(ref=proposal_ref).first()
    if proposal is None:
        raise ActRefused([Issue("proposal_unknown")])
    return proposal


def _decide(proposal: Proposal, actor: Person, decision: Proposal.Decision, now: datetime) -> None:
    still_open = Proposal.objects.filter(pk=proposal.pk, decision=Proposal.Decision.OPEN)
    # Of two at once the second waits for the row, and then finds it decided.
    if still_open.update(decision=decision, decided_by_id=actor.account_id, decided_at=now) != 1:
        raise ActRefused([Issue("proposal_is_decided")])
