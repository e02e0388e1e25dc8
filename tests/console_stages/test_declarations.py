"""Whose votes never count: organisers declare a team's people and networks on its page, and withdraw mistakes."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from contest.actions.citizens import sign_in
from contest.actions.declarations import declare_account, declare_network
from contest.models import AuditEntry, TeamMember, TeamNetwork
from contest.rules.roles import Person
from tests.console_stages.conftest import SignIn
from tests.console_stages.steps import codes
from tests.contest.cast import SETUP, dohyun, haneul, minsu, opened, sora, yuna

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


@pytest.mark.parametrize("who", [dohyun, sora])
def test_operators_and_chiefs_declare(browser_of: SignIn, who: Callable[[], Person]) -> None:
    page = browser_of(who()).post(PAGE, {"what": "network", "which": f" {NETWORK} "}, follow=True)
    assert NETWORK in page.content.decode()
    assert "이 인터넷망에서 온 표는 세지 않아요" in page.content.decode()
    assert TeamNetwork.objects.get().cidr == NETWORK


def test_a_chief_withdraws_and_is_told_what_becomes_of_past_votes(browser_of: SignIn) -> None:
    page = browser_of(sora()).post(WITHDRAW, declared(), follow=True).content.decode()
    assert "그동안 세지 않은 표는 그대로 세지 않아요" in page
    assert "다시 세자고 제안하기" in page
    assert not TeamNetwork.objects.exists()
    entry = AuditEntry.objects.get(act="withdraw_declaration")
    assert (entry.actor_name, entry.object_ref, entry.reason) == ("sora", "pine", "주소를 잘못 알려 왔어요")


def test_an_operator_withdraws_nothing_and_is_told_who_does(browser_of: SignIn) -> None:
    sent, browser = declared(), browser_of(dohyun())
    page = browser.get(PAGE).content.decode()
    assert WITHDRAW not in page
    assert "책임자에게 부탁하세요" in page
    assert browser.post(WITHDRAW, sent).status_code == 403
    assert TeamNetwork.objects.exists()


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
    page = browser_of(dohyun()).post(PAGE, {"what": "account", "which": account.username}, follow=True)
    assert "이 사람의 표는 세지 않아요" in page.content.decode()
    assert TeamMember.objects.get().sign_in_ref == account.sign_in_ref


@pytest.mark.parametrize(
    ("what", "which", "code"),
    [
        ("network", "192.0.2.1/24", "network_wrong"),
        ("network", "0.0.0.0/0", "network_too_wide"),
        ("account", "nobody", "citizen_unknown"),
    ],
)
def test_what_cannot_be_declared_is_told_and_stays(browser_of: SignIn, what: str, which: str, code: str) -> None:
    page = browser_of(dohyun()).post(PAGE, {"what": what, "which": which})
    assert (page.status_code, codes(page)) == (409, {code})
    assert f'value="{which}"' in page.content.decode()


def test_without_a_reason_it_stays_declared_and_the_row_is_open(browser_of: SignIn) -> None:
    page = browser_of(sora()).post(WITHDRAW, declared() | {"reason": ""})
    assert (page.status_code, codes(page)) == (409, {"reason_missing"})
    assert '<details class="change" open>' in page.content.decode()
    assert TeamNetwork.objects.exists()


def test_two_clicks_withdraw_once_and_another_person_is_told(browser_of: SignIn) -> None:
    sent, browser = declared(), browser_of(sora())
    assert {browser.post(WITHDRAW, sent).status_code for _ in range(2)} == {302}
    assert codes(browser_of(haneul()).post(WITHDRAW, sent)) == {"declaration_unknown"}
    assert AuditEntry.objects.filter(act="withdraw_declaration").count() == 1


def test_a_refusal_right_after_another_withdrawal_is_shown(browser_of: SignIn) -> None:
    other, browser = "198.51.100.0/24", browser_of(sora())
    browser.post(WITHDRAW, declared())
    declare_network(SETUP, "pine", other, now=NOW)
    page = browser.post(WITHDRAW, {"what": "network", "which": other, "reason": " "})
    assert (page.status_code, codes(page)) == (409, {"reason_missing"})
    assert '<details class="change" open>' in page.content.decode()
    assert TeamNetwork.objects.get().cidr == other


def test_the_list_is_searched_and_downloaded(browser_of: SignIn) -> None:
    declared()
    declare_network(SETUP, "pine", "198.51.100.0/24", now=NOW)
    browser = browser_of(yuna())
    assert "198.51.100" not in browser.get(PAGE, {"q": "192.0.2"}).content.decode()
    file = browser.get(PAGE, {"download": "csv"}).content.decode("utf-8-sig")
    assert len(file.splitlines()) == 3


def test_the_team_s_page_leads_there(browser_of: SignIn) -> None:
    declared()
    declare_account(SETUP, "pine", sign_in("rehearsal", "민지", "key", NOW).username, now=NOW)
    page = browser_of(yuna()).get("/console/teams/pine/").content.decode()
    assert PAGE in page
    assert "구성원 1명, 인터넷망 1개를 알려 두었어요" in page
