"""Votes are proposed to be set aside or counted again, on the page: what is said, what is kept, what is on record."""

import pytest
from django.test import Client

from arena.models import Vote
from arena.queries.vote_records import vote_records
from contest.models import AuditEntry, Proposal
from tests.arena_cast import voted
from tests.console.people import at_console
from tests.console_stages.steps import codes
from tests.contest.cast import bitna, dohyun, opened, pool_of

pytestmark = pytest.mark.django_db
VOID, RESTORE = "/console/votes/propose/void/", "/console/votes/propose/restore/"


@pytest.fixture
def receipts() -> list[str]:
    """Of two votes in an open stage."""
    opened()
    for number in range(2):
        voted(pool_of(), voter=f"{number:064d}", seed=number)
    return list(Vote.objects.order_by("pk").values_list("receipt_ref", flat=True))


def propose(browser: Client, address: str, receipts: list[str], reason: str = "두 번 눌렀어요") -> object:
    return browser.post(address, {"receipt": receipts, "reason": reason})


def test_chosen_votes_are_shown_before_anything_is_proposed(receipts: list[str]) -> None:
    page = at_console(dohyun()).get(VOID, {"receipt": receipts})
    assert {vote.receipt_ref for vote, *_words in page.context["votes"]} == set(receipts)
    assert not Proposal.objects.exists()


def test_a_proposal_is_written_down_and_changes_no_vote(receipts: list[str]) -> None:
    answer = propose(at_console(dohyun()), VOID, receipts)
    assert answer["Location"] == f"/console/proposals/{Proposal.objects.get().ref}/"
    entry = AuditEntry.objects.get(act="propose_void")
    assert (entry.actor_name, entry.after["receipts"]) == ("dohyun", sorted(receipts))
    assert [vote.voided_at for vote in vote_records(receipts)] == [None, None]


@pytest.mark.parametrize(
    ("reason", "code"), [("", "reason_missing"), ("   ", "reason_missing"), ("가" * 201, "reason_too_long")]
)
def test_a_reason_that_is_none_is_told_and_everything_stays(receipts: list[str], reason: str, code: str) -> None:
    page = propose(at_console(dohyun()), VOID, receipts, reason)
    assert (page.status_code, codes(page)) == (409, {code})
    assert page.context["reason"] == reason
    text = page.content.decode()
    assert all(f'name="receipt" value="{receipt}"' in text for receipt in receipts)
    assert not AuditEntry.objects.filter(act="propose_void").exists()


def test_no_vote_and_an_unknown_vote_are_told(receipts: list[str]) -> None:
    browser = at_console(dohyun())
    assert codes(propose(browser, VOID, [])) == {"votes_missing"}
    assert codes(propose(browser, VOID, ["no-such-receipt"])) == {"vote_unknown"}


def test_what_counts_is_not_proposed_to_count_again(receipts: list[str]) -> None:
    assert codes(propose(at_console(dohyun()), RESTORE, receipts)) == {"vote_counts"}


def test_two_clicks_are_one_proposal(receipts: list[str]) -> None:
    browser = at_console(dohyun())
    first, second = (propose(browser, VOID, receipts) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Proposal.objects.count() == 1


def test_somebody_elses_proposal_about_the_same_votes_is_shown(receipts: list[str]) -> None:
    propose(at_console(dohyun()), VOID, receipts)
    page = propose(at_console(bitna()), VOID, receipts, "저도 봤어요")
    assert codes(page) == {"proposal_exists"}
    assert f"/console/proposals/{Proposal.objects.get().ref}/" in page.content.decode()
    assert "저도 봤어요" in page.content.decode()


def test_what_is_neither_is_not_there(receipts: list[str]) -> None:
    assert propose(at_console(dohyun()), "/console/votes/propose/erase/", receipts).status_code == 404
