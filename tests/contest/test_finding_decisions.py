"""Findings are decided through the same door: dismissed by one organiser, applied and undone by two."""

from datetime import timedelta

import pytest

from arena.models import Vote
from arena.queries.findings import finding
from contest.actions.finding_decisions import dismiss_finding
from contest.actions.proposals import confirm_proposal, propose_finding, propose_undo_finding
from contest.actions.refusals import ActRefused, NotAllowed
from contest.models import AuditEntry
from tests.contest.cast import OPENS, bitna, dohyun, finding_about_two, yuna

pytestmark = pytest.mark.django_db
NOW = OPENS + timedelta(days=1)


@pytest.fixture
def found() -> str:
    """The ref of an open finding about two of three votes."""
    return finding_about_two(NOW, "group", "n1")


def void_votes() -> int:
    return Vote.objects.exclude(voided_at=None).count()


def test_two_people_set_a_findings_votes_aside_and_the_finding_names_both(found: str) -> None:
    proposal = propose_finding(dohyun(), found, now=NOW, reason="한 사무실")
    assert void_votes() == 0
    confirm_proposal(bitna(), proposal, now=NOW)
    view = finding(found)
    assert view is not None
    assert (void_votes(), view.decisions[0].by) == (2, ("dohyun", "bitna"))


def test_an_applied_finding_is_undone_by_two(found: str) -> None:
    confirm_proposal(bitna(), propose_finding(dohyun(), found, now=NOW, reason="한 사무실"), now=NOW)
    confirm_proposal(dohyun(), propose_undo_finding(bitna(), found, now=NOW, reason="가족 행사"), now=NOW)
    assert void_votes() == 0
    acts = AuditEntry.objects.filter(act__contains="finding").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["propose_finding", "confirm_finding", "propose_undo_finding", "confirm_undo_finding"]


def test_a_finding_that_was_dismissed_meanwhile_is_not_applied(found: str) -> None:
    proposal = propose_finding(dohyun(), found, now=NOW, reason="한 사무실")
    dismiss_finding(bitna(), found, now=NOW, reason="행사장")
    with pytest.raises(ActRefused, match="proposal_is_outdated"):
        confirm_proposal(bitna(), proposal, now=NOW)
    assert void_votes() == 0


def test_a_dismissal_is_in_the_log(found: str) -> None:
    dismiss_finding(dohyun(), found, now=NOW, reason="행사장")
    entry = AuditEntry.objects.latest("pk")
    assert (entry.act, entry.object_ref, entry.reason) == ("dismiss_finding", found, "행사장")


def test_what_is_decided_is_not_decided_again(found: str) -> None:
    dismiss_finding(dohyun(), found, now=NOW, reason="행사장")
    with pytest.raises(ActRefused, match="finding_is_decided"):
        dismiss_finding(dohyun(), found, now=NOW, reason="행사장")
    with pytest.raises(ActRefused, match="finding_is_decided"):
        propose_finding(dohyun(), found, now=NOW, reason="한 사무실")
    with pytest.raises(ActRefused, match="finding_is_not_applied"):
        propose_undo_finding(dohyun(), found, now=NOW, reason="한 사무실")


def test_an_unknown_finding_and_a_missing_reason_are_refused(found: str) -> None:
    with pytest.raises(ActRefused, match="finding_unknown"):
        propose_finding(dohyun(), "nowhere", now=NOW, reason="한 사무실")
    with pytest.raises(ActRefused, match="finding_unknown"):
        dismiss_finding(dohyun(), "nowhere", now=NOW, reason="행사장")
    with pytest.raises(ActRefused, match="reason_missing"):
        dismiss_finding(dohyun(), found, now=NOW, reason=" ")


def test_a_viewer_decides_nothing(found: str) -> None:
    with pytest.raises(NotAllowed):
        dismiss_finding(yuna(), found, now=NOW, reason="행사장")
    with pytest.raises(NotAllowed):
        propose_finding(yuna(), found, now=NOW, reason="한 사무실")
