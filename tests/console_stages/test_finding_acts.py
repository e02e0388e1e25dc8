"""What is pressed on a finding's page: pass over, set aside and count again; every act is in the record."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from arena.actions import findings as engine
from arena.actions.looking import look_for_findings
from arena.models import Finding, Vote
from contest.console.findings_words import DETECTORS, chance_text
from contest.models import AuditEntry, Proposal
from tests.console_stages.conftest import SignIn
from tests.console_stages.steps import codes
from tests.contest.cast import OPENS, bitna, dohyun, finding_about_two, pool_of, sora, yuna

pytestmark = pytest.mark.django_db
NOW = OPENS + timedelta(days=1)


@pytest.fixture
def found() -> str:
    """The ref of an open finding about two of three votes."""
    numbers = {"standard_errors": -9.0, "against_a_coin": 0.1}
    return finding_about_two(NOW, "random", "voter=v1", chance=1e-30, numbers=numbers)


def press(browser: Client, ref: str, act: str, reason: str = "한 사무실") -> Any:
    return browser.post(f"/console/findings/{ref}/{act}/", {"reason": reason}, follow=True)


def confirm(browser: Client) -> Any:
    ref = Proposal.objects.latest("pk").ref
    return browser.post(f"/console/proposals/{ref}/confirm/", follow=True)


def void_votes() -> int:
    return Vote.objects.exclude(voided_at=None).count()


def acts() -> list[tuple[str, str, str]]:
    entries = AuditEntry.objects.filter(act__contains="finding").order_by("pk")
    return [(entry.act, entry.actor_name, entry.reason) for entry in entries]


def test_the_page_tells_what_was_noticed_in_words_that_can_be_read(browser_of: SignIn, found: str) -> None:
    page = browser_of(yuna()).get(f"/console/findings/{found}/").content.decode()
    assert "아무렇게나 고름" in page
    assert "1조 번에 1번보다 드물어요" in page
    assert "0.000000" not in page


def test_passing_over_leaves_the_votes_and_is_recorded(browser_of: SignIn, found: str) -> None:
    page = press(browser_of(dohyun()), found, "dismiss", "동네 행사")
    assert page.status_code == 200
    assert (Finding.objects.get().state, void_votes()) == ("dismissed", 0)
    assert acts() == [("dismiss_finding", "dohyun", "동네 행사")]


def test_two_people_set_the_votes_aside_and_two_count_them_again(browser_of: SignIn, found: str) -> None:
    one, other = browser_of(dohyun()), browser_of(bitna())
    press(one, found, "propose/apply")
    assert void_votes() == 0
    assert confirm(one).status_code == 409
    confirm(other)
    assert (Finding.objects.get().state, void_votes()) == ("applied_by_two", 2)
    press(other, found, "propose/undo", "잘못 봤어요")
    confirm(one)
    assert (Finding.objects.get().state, void_votes()) == ("dismissed", 0)
    assert [(act, who) for act, who, _reason in acts()] == [
        ("propose_finding", "dohyun"),
        ("confirm_finding", "bitna"),
        ("propose_undo_finding", "bitna"),
        ("confirm_undo_finding", "dohyun"),
    ]


def test_what_the_rule_set_aside_is_shown_as_the_rules_and_undone_by_two(browser_of: SignIn, found: str) -> None:
    engine.apply_by_rule(Finding.objects.get(), NOW)
    one, other = browser_of(dohyun()), browser_of(bitna())
    page = one.get(f"/console/findings/{found}/").content.decode()
    assert "규칙에 따라 표를 뺌" in page
    assert void_votes() == 2
    press(one, found, "propose/undo", "체육 대회였어요")
    confirm(other)
    assert void_votes() == 0
    assert look_for_findings(pool_of(), NOW) == []


def test_two_clicks_pass_over_once(browser_of: SignIn, found: str) -> None:
    browser = browser_of(dohyun())
    assert [press(browser, found, "dismiss", "한 학급").status_code for _ in range(2)] == [200, 200]
    assert (Finding.objects.get().state, len(acts())) == ("dismissed", 1)


def test_what_was_passed_over_is_not_proposed_and_the_reason_stays(browser_of: SignIn, found: str) -> None:
    press(browser_of(dohyun()), found, "dismiss", "한 학급")
    page = press(browser_of(sora()), found, "propose/apply", "한 사무실")
    assert codes(page) == {"finding_is_decided"}
    assert page.context["reason"] == "한 사무실"


def test_what_was_not_applied_is_not_undone(browser_of: SignIn, found: str) -> None:
    assert codes(press(browser_of(dohyun()), found, "propose/undo")) == {"finding_is_not_applied"}
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("reason", ["", " "])
def test_a_missing_reason_is_told_and_nothing_is_done(browser_of: SignIn, found: str, reason: str) -> None:
    for act in ("dismiss", "propose/apply"):
        page = press(browser_of(dohyun()), found, act, reason)
        assert (page.status_code, codes(page)) == (409, {"reason_missing"})
        assert "이유" in page.content.decode()
    assert (Finding.objects.get().state, Proposal.objects.count(), acts()) == ("open", 0, [])


def test_a_viewer_presses_nothing(browser_of: SignIn, found: str) -> None:
    for act in ("dismiss", "propose/apply"):
        assert press(browser_of(yuna()), found, act).status_code == 403
    assert Finding.objects.get().state == "open"


def test_an_act_that_is_none_is_not_there(browser_of: SignIn, found: str) -> None:
    assert press(browser_of(dohyun()), found, "propose/erase").status_code == 404
    assert browser_of(dohyun()).get(f"/console/findings/{found}/dismiss/").status_code == 405


@pytest.mark.parametrize(
    ("chance", "told"),
    [
        (None, ""),
        (0.04, "4.0%"),
        (0.00123, "810번에 1번꼴이에요"),
        (1e-7, "10,000,000번에 1번꼴이에요"),
        (1e-30, "1조 번에 1번보다 드물어요"),
        (0.0, "1조 번에 1번보다 드물어요"),
    ],
)
def test_a_chance_is_told_as_people_read_it(chance: float | None, told: str) -> None:
    assert chance_text(chance) == told


def test_every_detector_has_its_words() -> None:
    assert set(DETECTORS) == {value for value, _label in Finding._meta.get_field("detector").choices or ()}
