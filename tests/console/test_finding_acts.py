"""Findings are let pass by one person or proposed to a second one, on the page."""

import pytest

from arena.models import Finding, FindingVote, Pool, Vote
from contest.models import AuditEntry, Proposal
from tests.arena_cast import voted
from tests.console.people import at_console
from tests.console_stages.steps import codes
from tests.contest.cast import OPENS, bitna, dohyun, opened, pool_of, sora

pytestmark = pytest.mark.django_db


@pytest.fixture
def finding() -> str:
    """The address of an open finding about one vote."""
    opened()
    voted(pool_of())
    seen = {"detector": "burst", "subject": "n1", "looked_at_votes": 1, "found_at": OPENS, "renewed_at": OPENS}
    row = Finding.objects.create(pool=Pool.objects.get(ref=pool_of()), **seen)
    FindingVote.objects.create(finding=row, vote=Vote.objects.get())
    return f"/console/findings/{row.ref}/"


def test_two_people_apply_it_and_two_undo_it(finding: str) -> None:
    first, second = at_console(dohyun()), at_console(bitna())
    for verb, state in (("apply", "applied_by_two"), ("undo", "dismissed")):
        where = first.post(f"{finding}propose/{verb}/", {"reason": "한 사무실"})["Location"]
        second.post(f"{where}confirm/")
        assert Finding.objects.get().state == state
    acts = list(AuditEntry.objects.filter(act__contains="finding").order_by("pk").values_list("act", flat=True))
    assert acts == ["propose_finding", "confirm_finding", "propose_undo_finding", "confirm_undo_finding"]


def test_one_person_lets_it_pass_once(finding: str) -> None:
    browser = at_console(dohyun())
    assert {browser.post(f"{finding}dismiss/", {"reason": "한 학급"}).status_code for _ in range(2)} == {302}
    assert Finding.objects.get().state == "dismissed"
    assert AuditEntry.objects.filter(act="dismiss_finding").count() == 1


@pytest.mark.parametrize("act", ["dismiss/", "propose/apply/"])
def test_without_a_reason_nothing_is_done(finding: str, act: str) -> None:
    page = at_console(dohyun()).post(finding + act, {"reason": ""})
    assert (page.status_code, codes(page)) == (409, {"reason_missing"})
    assert Finding.objects.get().state == "open"


def test_what_was_let_pass_is_not_proposed_and_the_reason_stays(finding: str) -> None:
    at_console(dohyun()).post(f"{finding}dismiss/", {"reason": "한 학급"})
    page = at_console(sora()).post(f"{finding}propose/apply/", {"reason": "한 사무실"})
    assert codes(page) == {"finding_is_decided"}
    assert page.context["reason"] == "한 사무실"


def test_what_was_not_applied_is_not_undone(finding: str) -> None:
    assert codes(at_console(dohyun()).post(f"{finding}propose/undo/", {"reason": "x"})) == {"finding_is_not_applied"}
    assert not Proposal.objects.exists()
