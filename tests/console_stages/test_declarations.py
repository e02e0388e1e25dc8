"""Whose votes never count: organisers declare a team's people and networks on its page, and withdraw mistakes."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from contest.actions.citizens import sign_in
from contest.actions.declarations import declare_account, declare_network
from contest.models import AuditEntry, Proposal, TeamMember, TeamNetwork
from contest.rules.roles import Person
from tests.console_stages.conftest import SignIn
from tests.console_stages.steps import codes
from tests.contest.cast import SETUP, bitna, dohyun, minsu, opened, sora, yuna

pytestmark = pytest.mark.django_db
PAGE = "/console/teams/pine/declarations/"
WITHDRAW = f"{PAGE}withdraw/"
NETWORK = "192.0.2.0/24"
NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def team() -> None:
    """The team of an open stage."""
    opened()


def declared() -> dict[str, str]:
    """A declared network, as the form that withdraws it sends it."""
    declare_network(SETUP, "pine", NETWORK, now=NOW)
    return {"what": "network", "which": NETWORK, "reason": "주소를 잘못 알려 왔어요"}


@pytest.mark.parametrize(("who", "name"), [(dohyun, "dohyun"), (sora, "sora")])
def test_operators_and_chiefs_declare_and_withdraw(browser_of: SignIn, who: Callable[[], Person], name: str) -> None:
    browser = browser_of(who())
    assert browser.post(PAGE, {"what": "network", "which": f" {NETWORK} "})["Location"] == PAGE
    assert NETWORK in browser.get(PAGE).content.decode()
    assert browser.post(WITHDRAW, declared())["Location"] == PAGE
    assert not TeamNetwork.objects.exists()
    entry = AuditEntry.objects.get(act="withdraw_declaration")
    assert (entry.actor_name, entry.object_ref, entry.reason) == (name, "pine", "주소를 잘못 알려 왔어요")


def test_a_viewer_reads_and_changes_nothing(browser_of: SignIn) -> None:
    sent, browser = declared(), browser_of(yuna())
    page = browser.get(PAGE).content.decode()
    assert NETWORK in page
    assert "<form" not in page.split("<tbody>")[1].split("</main>")[0]
    assert [browser.post(address, sent).status_code for address in (PAGE, WITHDRAW)] == [403, 403]
    assert TeamNetwork.objects.exists()


def test_a_citizen_finds_no_such_page(browser_of: SignIn) -> None:
    sent, browser = declared(), browser_of(minsu())
    assert {browser.get(PAGE).status_code, browser.post(WITHDRAW, sent).status_code} == {404}
    assert TeamNetwork.objects.exists()


def test_a_person_is_declared_by_the_number_of_the_account(browser_of: SignIn) -> None:
    account = sign_in("rehearsal", "민지", "key", NOW)
    browser_of(dohyun()).post(PAGE, {"what": "account", "which": account.username})
    assert TeamMember.objects.get().sign_in_ref == account.sign_in_ref


@pytest.mark.parametrize(
    ("what", "which", "code"), [("network", "192.0.2.1/24", "network_wrong"), ("account", "nobody", "citizen_unknown")]
)
def test_what_cannot_be_declared_is_told_and_stays(browser_of: SignIn, what: str, which: str, code: str) -> None:
    page = browser_of(dohyun()).post(PAGE, {"what": what, "which": which})
    assert (page.status_code, codes(page)) == (409, {code})
    assert f'value="{which}"' in page.content.decode()


def test_without_a_reason_it_stays_declared_and_the_row_is_open(browser_of: SignIn) -> None:
    page = browser_of(dohyun()).post(WITHDRAW, declared() | {"reason": ""})
    assert (page.status_code, codes(page)) == (409, {"reason_missing"})
    assert '<details class="change" open>' in page.content.decode()
    assert TeamNetwork.objects.exists()


def test_two_clicks_withdraw_once_and_another_person_is_told(browser_of: SignIn) -> None:
    sent, browser = declared(), browser_of(dohyun())
    assert {browser.post(WITHDRAW, sent).status_code for _ in range(2)} == {302}
    assert codes(browser_of(bitna()).post(WITHDRAW, sent)) == {"declaration_unknown"}
    assert AuditEntry.objects.filter(act="withdraw_declaration").count() == 1


def test_without_votes_there_is_nothing_to_propose(browser_of: SignIn) -> None:
    account = sign_in("rehearsal", "민지", "key", NOW).username
    declare_account(SETUP, "pine", account, now=NOW)
    sent = {"what": "account", "which": account, "reason": "다른 사람이었어요"}
    page = browser_of(dohyun()).post(WITHDRAW, sent, follow=True).content.decode()
    assert "거뒀어요" in page
    assert "제안" not in page.split("<main")[1]
    assert not Proposal.objects.exists()


def test_the_list_is_searched_and_downloaded(browser_of: SignIn) -> None:
    declared()
    declare_network(SETUP, "pine", "198.51.100.0/24", now=NOW)
    browser = browser_of(yuna())
    assert "198.51.100" not in browser.get(PAGE, {"q": "192.0.2"}).content.decode()
    file = browser.get(PAGE, {"download": "csv"}).content.decode("utf-8-sig")
    assert len(file.splitlines()) == 3


def test_the_team_s_page_leads_there(browser_of: SignIn) -> None:
    declared()
    page = browser_of(yuna()).get("/console/teams/pine/").content.decode()
    assert PAGE in page
    assert "1개를 알려 두었어요" in page
