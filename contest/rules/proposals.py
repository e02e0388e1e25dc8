"""Acts that take two people: who may propose and confirm them, and what stands against a confirmation."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from contest.rules.issues import Issue
from contest.rules.roles import Act

# What somebody saw a week ago is no longer what the second person confirms.
STALE_AFTER = timedelta(days=7)


class Kind(StrEnum):
    """What can be proposed."""

    VOID_VOTES = "void_votes"
    RESTORE_VOTES = "restore_votes"
    CLOSE_EARLY = "close_early"
    APPLY_FINDING = "apply_finding"
    UNDO_FINDING = "undo_finding"
    PUBLISH_STANDING = "publish_standing"


ACTS: dict[Kind, tuple[Act, Act]] = {
    Kind.VOID_VOTES: (Act.PROPOSE_VOID, Act.CONFIRM_VOID),
    Kind.RESTORE_VOTES: (Act.PROPOSE_RESTORE, Act.CONFIRM_RESTORE),
    Kind.CLOSE_EARLY: (Act.PROPOSE_EARLY_CLOSE, Act.CONFIRM_EARLY_CLOSE),
    Kind.APPLY_FINDING: (Act.PROPOSE_FINDING, Act.CONFIRM_FINDING),
    Kind.UNDO_FINDING: (Act.PROPOSE_UNDO_FINDING, Act.CONFIRM_UNDO_FINDING),
    Kind.PUBLISH_STANDING: (Act.PROPOSE_STANDING, Act.CONFIRM_STANDING),
}
"""The act of the first person and that of the second."""


@dataclass(frozen=True)
class ProposalFacts:
    """What of a proposal decides whether it may be confirmed."""

    is_open: bool
    proposed_by: int
    proposed_at: datetime


def issues_before_confirming(proposal: ProposalFacts, account_id: int, now: datetime) -> list[Issue]:
    """Reasons against this person's confirmation now."""
    if not proposal.is_open:
        return [Issue("proposal_is_decided")]
    issues = []
    if proposal.proposed_by == account_id:
        issues.append(Issue("proposal_needs_another"))
    if now - proposal.proposed_at > STALE_AFTER:
        issues.append(Issue("proposal_is_stale", {"days": STALE_AFTER.days}))
    return issues
