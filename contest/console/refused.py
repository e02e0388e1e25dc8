"""Refusals of organisers' acts as pages show them, and double clicks, which are no mistake of anybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from contest.actions.refusals import ActRefused, NotAllowed
from contest.queries.audit import AuditFilter, ProposalView, count_audit
from contest.queries.issue_texts import issue_text
from contest.rules.issues import Issue
from contest.rules.roles import Act

DOUBLE_CLICK = timedelta(seconds=20)


WAYS: dict[str, tuple[str, ...]] = {
    "another_stage_runs": ("console-stage", "stage"),
    **dict.fromkeys(
        (
            "entrant_without_version",
            "entrant_without_endpoint",
            "entrant_is_ill",
            "endpoint_is_untested",
            "endpoint_fails_its_test",
            "context_is_short",
            "key_missing",
            "names_not_masked",
        ),
        ("console-entrant", "entrant"),
    ),
    **dict.fromkeys(
        ("citizen_points_missing", "evaluations_missing", "gates_unjudged"),
        ("console-evaluation-entrant", "stage", "entrant"),
    ),
}
"""Where to mend what stands against an act: the page, and the facts that say which one."""


@dataclass(frozen=True)
class IssueLine:
    """Why not, and what to do, in the reader's language. `code` is for tests and styles.

    `address`: of the page on which it can be mended; empty where the remedy says all.
    """

    code: str
    reason: str
    remedy: str
    is_warning: bool
    address: str


def lines_of(issues: Iterable[Issue]) -> list[IssueLine]:
    """What stands against an act, the reasons that block it first."""
    lines = [IssueLine(issue.code, *_texts(issue), issue.is_warning, _address(issue)) for issue in issues]
    return sorted(lines, key=lambda line: line.is_warning)


def status_of(refused: ActRefused) -> int:
    """The HTTP status of a refusal: 403 for a role that is too low, 409 for everything that stands against the act."""
    return 403 if isinstance(refused, NotAllowed) else 409


def done_a_moment_ago(username: str, act: Act, ref: str, now: datetime) -> bool:
    """Whether this very person did this very act a moment ago: then the refusal answers a second click."""
    done = AuditFilter(actor_name=username, act=act, object_ref=ref, since=now - DOUBLE_CLICK)
    return count_audit(done) > 0


def is_own_proposal(proposal: ProposalView | None, account_id: int, reason: str) -> bool:
    """Whether what waits is this very person's, for this reason: then the refusal of another answers a second click."""
    return proposal is not None and (proposal.proposed_by_id, proposal.reason) == (account_id, reason)


def _address(issue: Issue) -> str:
    if issue.code not in WAYS:
        return ""
    page, *facts = WAYS[issue.code]
    return reverse(page, args=[issue.facts[fact] for fact in facts])


def _texts(issue: Issue) -> tuple[str, str]:
    found = issue_text(issue)
    return found.reason, found.remedy
