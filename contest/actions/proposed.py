"""What is done once a second person has confirmed it. Each returns what was before and what is after, for the log."""

import hashlib
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from arena.actions.errors import Refused
from arena.actions.findings import apply_finding, undo_finding
from arena.actions.voids import restore_votes, void_votes
from contest.actions.notices import add_notice
from contest.actions.refusals import ActRefused
from contest.actions.stages_running import close_now
from contest.actions.standings import publish_standing
from contest.models import Notice, Proposal, Stage
from contest.rules.issues import Issue
from contest.rules.proposals import Kind
from contest.rules.stages import StageState

MOST_RECEIPT_CHARACTERS = 80
Names = tuple[str, str]
"""Who proposed and who confirmed."""
Change = tuple[dict[str, Any], dict[str, Any]]


def votes_ref(receipts: Collection[str]) -> str:
    """How the log names these votes: by the receipt of the one, or by a digest of them all."""
    if len(set(receipts)) == 1:
        return next(iter(receipts))[:MOST_RECEIPT_CHARACTERS]
    return hashlib.sha256("\n".join(sorted(set(receipts))).encode()).hexdigest()


def _engine(act: Callable[[], None]) -> None:
    """Let the engine act; its refusal means that what was proposed is not what is there now."""
    try:
        act()
    except Refused:
        raise ActRefused([Issue("proposal_is_outdated")]) from None


def _void(proposal: Proposal, by: Names, now: datetime) -> Change:
    receipts = proposal.facts["receipts"]
    _engine(lambda: void_votes(receipts, proposal.reason, now))
    return {"void": False}, {"void": True, "receipts": receipts}


def _restore(proposal: Proposal, by: Names, now: datetime) -> Change:
    receipts = proposal.facts["receipts"]
    _engine(lambda: restore_votes(receipts))
    return {"void": True}, {"void": False, "receipts": receipts}


def _close_early(proposal: Proposal, by: Names, now: datetime) -> Change:
    stage = Stage.objects.select_related("pool").get(slug=proposal.object_ref)
    facts = proposal.facts
    if stage.closes_at.isoformat() != facts["closes_at"]:
        raise ActRefused([Issue("proposal_is_outdated")])
    before = {"state": stage.state}
    warned = close_now(stage, now, by_two=True)
    notice = add_notice(stage, Notice.Kind.CLOSED_EARLY, facts["notice_ko"], facts["notice_en"], now)
    return before, {"state": StageState.CLOSED, "notice": notice, "warnings": warned}


def _apply_finding(proposal: Proposal, by: Names, now: datetime) -> Change:
    _engine(lambda: apply_finding(proposal.object_ref, by, proposal.reason, now))
    return {"applied": False}, {"applied": True}


def _undo_finding(proposal: Proposal, by: Names, now: datetime) -> Change:
    _engine(lambda: undo_finding(proposal.object_ref, by, proposal.reason, now))
    return {"applied": True}, {"applied": False}


def _publish_standing(proposal: Proposal, by: Names, now: datetime) -> Change:
    return publish_standing(proposal.object_ref, proposal.facts["sha256"], now)


DOING: dict[Kind, Callable[[Proposal, Names, datetime], Change]] = {
    Kind.VOID_VOTES: _void,
    Kind.RESTORE_VOTES: _restore,
    Kind.CLOSE_EARLY: _close_early,
    Kind.APPLY_FINDING: _apply_finding,
    Kind.UNDO_FINDING: _undo_finding,
    Kind.PUBLISH_STANDING: _publish_standing,
}
