"""May this person confirm this proposal now?"""

from dataclasses import replace
from datetime import timedelta

from contest.rules.proposals import STALE_AFTER, ProposalFacts, issues_before_confirming
from tests.contest.cast import OPENS

FIRST, SECOND = 1, 2
PROPOSAL = ProposalFacts(is_open=True, proposed_by=FIRST, proposed_at=OPENS)


def reasons(proposal: ProposalFacts, account: int, later: timedelta) -> list[str]:
    return [issue.code for issue in issues_before_confirming(proposal, account, OPENS + later)]


def test_another_person_confirms_within_a_week() -> None:
    assert reasons(PROPOSAL, SECOND, STALE_AFTER) == []


def test_each_reason_keeps_a_proposal_from_being_confirmed() -> None:
    too_late = STALE_AFTER + timedelta(seconds=1)
    assert reasons(PROPOSAL, FIRST, timedelta()) == ["proposal_needs_another"]
    assert reasons(PROPOSAL, SECOND, too_late) == ["proposal_is_stale"]
    assert reasons(PROPOSAL, FIRST, too_late) == ["proposal_needs_another", "proposal_is_stale"]
    assert reasons(replace(PROPOSAL, is_open=False), SECOND, timedelta()) == ["proposal_is_decided"]
