"""Proposals are confirmed by somebody else or turned down, on the page: what is said, kept and on record."""

from datetime import UTC, datetime, timedelta

import pytest

from arena.actions.voids import void_votes
from arena.models import Vote
from contest.actions.proposals import propose_early_close, propose_void
from contest.models import AuditEntry, Proposal
from tests.arena_cast import voted
from tests.console.people import at_console
from tests.console_stages.steps import codes
from tests.contest.cast import NOTICE, bitna, dohyun, opened, pool_of, sora

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture
def proposal() -> str:
    """Dohyun proposed to set the only vote aside; the address of the proposal's page."""
    opened()
    voted(pool_of())
    ref = propose_void(dohyun(), [Vote.objects.get().receipt_ref], now=NOW, reason="두 번 눌렀어요")
    return f"/console/proposals/{ref}/"


def is_void() -> bool:
    return Vote.objects.get().voided_at is not None


def test_another_person_confirms_and_it_is_done(proposal: str) -> None:
    answer = at_console(bitna()).post(f"{proposal}confirm/")
    assert (answer["Location"], is_void()) == (proposal, True)
    entry = AuditEntry.objects.get(act="confirm_void")
    assert (entry.actor_name, entry.after["proposed_by"], entry.reason) == ("bitna", "dohyun", "두 번 눌렀어요")


def test_its_author_is_shown_no_button_and_refused(proposal: str) -> None:
    browser = at_console(dohyun())
    assert "/confirm/" not in browser.get(proposal).content.decode()
    page = browser.post(f"{proposal}confirm/")
    assert (page.status_code, codes(page), is_void()) == (409, {"proposal_needs_another"}, False)


def test_two_clicks_confirm_once(proposal: str) -> None:
    browser = at_console(bitna())
    assert {browser.post(f"{proposal}confirm/").status_code for _ in range(2)} == {302}
    assert AuditEntry.objects.filter(act="confirm_void").count() == 1


def test_the_second_of_two_people_is_told_that_it_was_decided(proposal: str) -> None:
    at_console(bitna()).post(f"{proposal}confirm/")
    page = at_console(sora()).post(f"{proposal}confirm/")
    assert (page.status_code, codes(page)) == (409, {"proposal_is_decided"})


def test_what_is_older_than_a_week_is_not_confirmed(proposal: str) -> None:
    Proposal.objects.update(proposed_at=NOW - timedelta(days=8))
    assert codes(at_console(bitna()).post(f"{proposal}confirm/")) == {"proposal_is_stale"}


def test_what_changed_meanwhile_is_not_confirmed(proposal: str) -> None:
    void_votes([Vote.objects.get().receipt_ref], "팀 구성원", NOW)
    page = at_console(bitna()).post(f"{proposal}confirm/")
    assert (page.status_code, codes(page)) == (409, {"proposal_is_outdated"})
    assert Proposal.objects.get().decision == "open"


def test_it_is_turned_down_with_a_reason(proposal: str) -> None:
    browser = at_console(bitna())
    page = browser.post(f"{proposal}reject/", {"reason": "  "})
    assert (page.status_code, codes(page)) == (400, {"reason_missing"})
    assert browser.post(f"{proposal}reject/", {"reason": "한 번만 눌렀어요"})["Location"] == proposal
    entry = AuditEntry.objects.get(act="reject_proposal")
    assert (entry.reason, is_void()) == ("한 번만 눌렀어요", False)


def test_who_comes_too_late_keeps_the_reason(proposal: str) -> None:
    at_console(bitna()).post(f"{proposal}confirm/")
    page = at_console(sora()).post(f"{proposal}reject/", {"reason": "아직 몰라요"})
    assert codes(page) == {"proposal_is_decided"}
    assert page.context["reason"] == "아직 몰라요"


def test_an_operator_does_not_confirm_an_early_close() -> None:
    opened()
    ref = propose_early_close(sora(), "one", now=NOW, reason="서버 이전", **NOTICE)
    page = at_console(dohyun()).post(f"/console/proposals/{ref}/confirm/")
    assert (page.status_code, codes(page)) == (403, {"role_does_not_allow"})
    assert Proposal.objects.get().decision == "open"


@pytest.mark.parametrize("verb", ["confirm", "reject"])
def test_an_unknown_proposal_is_not_there(verb: str) -> None:
    assert at_console(sora()).post(f"/console/proposals/nothing/{verb}/", {"reason": "x"}).status_code == 404
