"""The acts that move a stage, as pages: reasons before, refusals with what was typed, and who may do them."""

from datetime import UTC, datetime, timedelta

import pytest

from contest.console.stages_acts import ACTS
from contest.models import AuditEntry, Proposal, Stage
from contest.rules.stages_terms import StageTerms
from tests.console_stages.conftest import SignIn
from tests.console_stages.steps import codes, do
from tests.contest.cast import NOTICE, TERMS, dohyun, draft, haneul, opened, paused, published, revision, sora, yuna

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def running() -> StageTerms:
    """Terms of a stage whose window began in May and has not ended."""
    return StageTerms(**vars(TERMS) | {"closes_at": NOW + timedelta(days=9)})


def test_reasons_stand_before_the_act_and_the_button_waits(browser_of: SignIn) -> None:
    draft("one", StageTerms("", "", NOW + timedelta(days=9), NOW + timedelta(days=10), "", ""))
    page = browser_of(sora()).get("/console/stages/one/acts/publish/")
    assert codes(page) == {
        "name_ko_missing",
        "name_en_missing",
        "rules_ko_missing",
        "rules_en_missing",
        "notice_is_short",
    }
    assert page.context["is_blocked"]


def test_the_stage_s_page_counts_the_reasons(browser_of: SignIn) -> None:
    draft("one", StageTerms("", "", NOW + timedelta(days=9), NOW + timedelta(days=10), "", ""))
    ((step, allowed, against, warned),) = browser_of(sora()).get("/console/stages/one/").context["steps"]
    assert (step.name, allowed, against, warned) == ("publish", True, 4, 1)


def test_a_warning_does_not_stop_the_act(browser_of: SignIn) -> None:
    draft(
        "one", StageTerms(**vars(TERMS) | {"opens_at": NOW + timedelta(days=9), "closes_at": NOW + timedelta(days=10)})
    )
    assert do(browser_of(sora()), "publish").url == "/console/stages/one/"
    assert Stage.objects.get().state == "published"
    assert AuditEntry.objects.get(act="publish_stage").after["warnings"] == ["notice_is_short"]


def test_a_stage_is_paused_with_a_notice_and_resumed(browser_of: SignIn) -> None:
    opened("one", running())
    browser = browser_of(dohyun())
    do(browser, "pause", reason="점검", **NOTICE)
    assert Stage.objects.get().state == "paused"
    do(browser, "resume")
    assert Stage.objects.get().state == "open"
    assert AuditEntry.objects.get(act="pause_stage").reason == "점검"


def test_a_pause_without_a_notice_is_refused_and_what_was_typed_stays(browser_of: SignIn) -> None:
    opened("one", running())
    page = do(browser_of(dohyun()), "pause", notice_ko="서버를 살펴보는 중이에요.", notice_en="", reason="")
    assert (page.status_code, codes(page)) == (409, {"notice_missing"})
    assert "서버를 살펴보는 중이에요." in page.content.decode()


def test_a_stale_page_is_refused_and_what_was_typed_stays(browser_of: SignIn) -> None:
    opened("one", running())
    page = do(browser_of(dohyun()), "pause", seen=1, **NOTICE)
    assert (page.status_code, codes(page)) == (409, {"changed_meanwhile"})
    assert NOTICE["notice_ko"] in page.content.decode()


def test_a_double_click_does_it_once_and_is_no_mistake(browser_of: SignIn) -> None:
    opened("one", running())
    browser, shown = browser_of(dohyun()), revision()
    first, second = (do(browser, "pause", seen=shown, **NOTICE) for _ in range(2))
    assert first.url == second.url == "/console/stages/one/"
    assert AuditEntry.objects.filter(act="pause_stage").count() == 1


def test_of_two_operators_the_second_is_told(browser_of: SignIn) -> None:
    opened("one", running())
    shown = revision()
    do(browser_of(sora()), "pause", seen=shown, **NOTICE)
    page = do(browser_of(dohyun()), "pause", seen=shown, **NOTICE)
    assert (page.status_code, codes(page)) == (409, {"changed_meanwhile"})
    assert not page.context["is_possible"]


def test_an_extension_needs_a_later_end(browser_of: SignIn) -> None:
    opened("one", running())
    page = do(browser_of(sora()), "extend", closes_at="2020-01-01T09:00", **NOTICE)
    assert codes(page) == {"end_is_not_later", "end_is_past"}
    later = (NOW + timedelta(days=20)).strftime("%Y-%m-%dT%H:%M")
    do(browser_of(sora()), "extend", closes_at=later, **NOTICE)
    assert Stage.objects.get().closes_at > NOW + timedelta(days=19)


def test_a_date_that_is_none_is_marked(browser_of: SignIn) -> None:
    opened("one", running())
    page = do(browser_of(sora()), "extend", closes_at="soon", **NOTICE)
    assert page.status_code == 400
    assert 'value="soon"' in page.content.decode()


def test_closing_early_is_proposed_and_not_done(browser_of: SignIn) -> None:
    opened("one", running())
    browser = browser_of(sora())
    assert codes(do(browser, "close")) == {"early_close_takes_two"}
    do(browser, "close-early", reason="서버 이전", **NOTICE)
    assert Stage.objects.get().state == "open"
    assert Proposal.objects.get().object_ref == "one"


def test_two_clicks_propose_an_early_close_once_and_another_reason_is_told(browser_of: SignIn) -> None:
    opened("one", running())
    first, second = (do(browser_of(sora()), "close-early", reason="서버 이전", **NOTICE) for _ in range(2))
    assert first.url == second.url == "/console/stages/one/"
    page = do(browser_of(haneul()), "close-early", reason="공격", **NOTICE)
    assert (page.status_code, codes(page)) == (409, {"proposal_exists"})
    assert "공격" in page.content.decode()
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize("act", [one.name for one in ACTS])
def test_a_viewer_moves_nothing(browser_of: SignIn, act: str) -> None:
    paused()
    before = Stage.objects.values().get()
    page = do(browser_of(yuna()), act, reason="x", closes_at="2099-01-01T09:00", **NOTICE)
    assert page.status_code == 403
    assert Stage.objects.values().get() == before


def test_an_operator_does_not_publish(browser_of: SignIn) -> None:
    draft()
    assert do(browser_of(dohyun()), "publish").status_code == 403


def test_an_act_that_is_none_is_not_there(browser_of: SignIn) -> None:
    published()
    assert do(browser_of(sora()), "erase").status_code == 404
