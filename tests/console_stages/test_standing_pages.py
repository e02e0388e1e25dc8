"""The pages of evaluations and standings: what is read, what is typed, what is missing, and what the public sees."""

import hashlib

import pytest
from django.test import Client

from contest.models import EvaluationResult, Proposal, PublishedStanding
from contest.web.board_kept import forget
from tests.console_stages.conftest import SignIn
from tests.console_stages.steps import codes
from tests.contest.cast import dohyun, haneul, opened, sora, yuna
from tests.contest.standing_cast import (
    TERMS_WITH_GATE,
    enter_all,
    judged_stage,
    now_digest,
    now_standing,
    propose,
    published_standing,
    seen_sheet,
    sheet,
)

pytestmark = pytest.mark.django_db
RESULTS, STANDING = "/console/evaluations/one/", "/console/standings/one/"
TYPED = {
    **{"points_expert": "80", "note_expert": "전문가 10명", "points_benchmark": "70", "note_benchmark": "공동 시험"},
    **{"gate_independence": "passed", "reason_independence": "심사 보고서"},
}


def enter(browser: Client, seen: str = "", entrant: str = "pine-1", **typed: str) -> object:
    return browser.post(f"{RESULTS}{entrant}/", {"seen": seen or seen_sheet(entrant), **TYPED, **typed})


def test_a_chief_types_results(browser_of: SignIn) -> None:
    judged_stage()
    assert enter(browser_of(sora())).url == RESULTS  # type: ignore[attr-defined]
    assert now_standing().competitors["pine-1"].sheet == sheet()
    page = browser_of(sora()).get(RESULTS).content.decode()
    assert "80.0" in page
    assert "통과" in page


def test_a_double_click_is_no_mistake_and_a_stale_sheet_is_told_with_what_was_typed(browser_of: SignIn) -> None:
    judged_stage()
    browser, seen = browser_of(sora()), seen_sheet()
    first, second = enter(browser, seen), enter(browser, seen)
    assert first.url == second.url == RESULTS  # type: ignore[attr-defined]
    page = enter(browser_of(haneul()), seen, points_expert="12.5")
    assert (page.status_code, codes(page)) == (409, {"changed_meanwhile"})  # type: ignore[attr-defined]
    assert 'value="12.5"' in page.content.decode()  # type: ignore[attr-defined]


def test_two_chiefs_with_different_entrants_open_at_once_both_save(browser_of: SignIn) -> None:
    judged_stage()
    pine, maple = (
        browser_of(who).get(f"{RESULTS}{entrant}/").context["seen"]
        for who, entrant in ((sora(), "pine-1"), (haneul(), "maple-1"))
    )
    assert enter(browser_of(sora()), pine).url == RESULTS  # type: ignore[attr-defined]
    assert enter(browser_of(haneul()), maple, "maple-1").url == RESULTS  # type: ignore[attr-defined]


def test_a_fault_in_a_field_does_not_let_anybody_overwrite_what_another_saved_meanwhile(browser_of: SignIn) -> None:
    judged_stage()
    seen = seen_sheet()
    enter(browser_of(haneul()), points_expert="12.5")
    page = enter(browser_of(sora()), seen, points_expert="101")
    assert page.status_code == 400  # type: ignore[attr-defined]
    assert page.context["seen"] == seen  # type: ignore[attr-defined]
    assert codes(enter(browser_of(sora()), seen)) == {"changed_meanwhile"}


def test_a_refused_sheet_is_not_called_entered_because_it_is_as_empty_as_what_is_there(browser_of: SignIn) -> None:
    opened("one", TERMS_WITH_GATE)
    page = browser_of(sora()).post(f"{RESULTS}pine-1/", {"seen": seen_sheet()})
    assert (page.status_code, codes(page)) == (409, {"stage_is_not_over"})


def test_who_is_to_confirm_is_told_when_results_changed_after_the_proposal(browser_of: SignIn) -> None:
    judged_stage()
    enter_all()
    ref = propose()
    page = browser_of(haneul()).get(f"/console/proposals/{ref}/")
    assert "proposal_is_outdated" not in codes_against(page)
    assert now_digest() in browser_of(haneul()).get(STANDING).content.decode()
    enter(browser_of(sora()), points_expert="12.5")
    page = browser_of(haneul()).get(f"/console/proposals/{ref}/")
    assert "proposal_is_outdated" in codes_against(page)
    assert not page.context["may_confirm"]
    assert 'data-testid="outdated"' in browser_of(haneul()).get(STANDING).content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        *({"points_expert": points} for points in ("101", "-1", "1.234", "많음", "NaN")),
        *({name: ""} for name in ("note_expert", "reason_independence")),
        {"gate_independence": "maybe"},
    ],
)
def test_a_fault_is_marked_and_nothing_is_entered(browser_of: SignIn, typed: dict[str, str]) -> None:
    judged_stage()
    page = enter(browser_of(sora()), **typed)
    assert page.status_code == 400  # type: ignore[attr-defined]
    assert "field-errors" in page.content.decode()  # type: ignore[attr-defined]
    assert not EvaluationResult.objects.exists()


@pytest.mark.parametrize("who", [dohyun, yuna])
def test_operators_and_viewers_read_and_do_not_write(browser_of: SignIn, who: object) -> None:
    judged_stage()
    enter_all()
    browser = browser_of(who())  # type: ignore[operator]
    for address in (RESULTS, f"{RESULTS}pine-1/", STANDING):
        page = browser.get(address)
        assert page.status_code == 200
        assert 'method="post"' not in page.content.decode().split("<main")[1]
    assert "전문가 10명" in browser.get(f"{RESULTS}pine-1/").content.decode()
    assert enter(browser).status_code == 403  # type: ignore[attr-defined]
    assert browser.post(f"{STANDING}propose/", {"seen": now_digest(), "reason": "x"}).status_code == 403


def test_a_stage_that_runs_says_when_results_are_entered(browser_of: SignIn) -> None:
    opened()
    assert "단계를 닫은 뒤에" in browser_of(sora()).get(RESULTS).content.decode()
    assert "<form method" not in browser_of(sora()).get(f"{RESULTS}pine-1/").content.decode().split("<main")[1]
    assert codes_against(browser_of(sora()).get(STANDING)) == {"stage_is_not_over"}


def codes_against(page: object) -> set[str]:
    return {line.code for line in page.context["against"]}  # type: ignore[attr-defined]


def test_what_is_missing_leads_to_the_page_that_mends_it(browser_of: SignIn) -> None:
    judged_stage(ratings={"pine-1": 1100.0, "maple-1": 900.0})
    page = browser_of(sora()).get(STANDING)
    assert codes_against(page) == {"citizen_points_missing", "evaluations_missing", "gates_unjudged"}
    ways = {line.address for line in page.context["against"]}
    assert {f"{RESULTS}pine-1/", f"{RESULTS}maple-1/", f"{RESULTS}birch-1/"} == ways
    assert page.context["form"] is None


def test_who_is_not_rated_gets_a_reason_instead_of_a_rank_and_everybody_reads_it(browser_of: SignIn) -> None:
    judged_stage(ratings={"pine-1": 1100.0, "maple-1": 900.0})
    enter_all()
    assert "left_out" not in browser_of(sora()).get(f"{RESULTS}pine-1/").context["form"].fields
    assert 'name="left_out"' in browser_of(sora()).get(f"{RESULTS}birch-1/").content.decode()
    reason = "표가 모자라 점수를 내지 못했어요."
    assert enter(browser_of(sora()), entrant="birch-1", left_out=reason).url == RESULTS  # type: ignore[attr-defined]
    seen = {"seen": now_digest(), "reason": "평가가 끝남"}
    proposal = browser_of(sora()).post(f"{STANDING}propose/", seen).url  # type: ignore[attr-defined]
    for page in (f"{RESULTS}birch-1/", STANDING, proposal):
        assert reason in browser_of(haneul()).get(page).content.decode()
    browser_of(haneul()).post(f"{proposal}confirm/")
    public = Client(headers={"accept-language": "ko"}).get("/standings/one/").content.decode()
    assert reason in public
    assert "순위 없음" in public


def test_the_standing_is_a_table_and_a_file(browser_of: SignIn) -> None:
    judged_stage()
    enter_all()
    page = browser_of(yuna()).get(STANDING)
    assert [(line[2].text, str(line[3].text)) for line in page.context["table"].lines] == [
        (1, "74.93"),
        (2, "73.50"),
        (3, "52.50"),
    ]
    lines = browser_of(yuna()).get(STANDING, {"download": "csv"}).content.decode().splitlines()
    assert (
        lines[0].lstrip("\ufeff")
        == "entrant,team,rank,total,total_range,rank_range,citizen,expert,benchmark,gates,missing"
    )
    assert len(lines) == 4
    notes = browser_of(yuna()).get(RESULTS, {"download": "csv"}).content.decode()
    assert "전문가 10명" in notes


def test_a_publication_is_proposed_on_the_page_and_confirmed_by_another(browser_of: SignIn) -> None:
    judged_stage()
    enter_all()
    answer = browser_of(sora()).post(f"{STANDING}propose/", {"seen": now_digest(), "reason": "평가가 끝남"})
    proposal = f"/console/proposals/{Proposal.objects.get().ref}/"
    assert answer.url == proposal
    for page in (STANDING, "/console/stages/one/"):
        assert proposal in browser_of(haneul()).get(page).content.decode()
    assert STANDING in browser_of(haneul()).get(proposal).content.decode()
    browser_of(haneul()).post(f"{proposal}confirm/")
    assert PublishedStanding.objects.count() == 1
    assert "/standings/one/" in browser_of(haneul()).get(STANDING).content.decode()


def test_two_clicks_propose_once_and_the_second_of_two_people_is_told(browser_of: SignIn) -> None:
    judged_stage()
    enter_all()
    sent = {"seen": now_digest(), "reason": "평가가 끝남"}
    first, second = (browser_of(sora()).post(f"{STANDING}propose/", sent) for _ in range(2))
    assert first.url == second.url == f"/console/proposals/{Proposal.objects.get().ref}/"  # type: ignore[attr-defined]
    page = browser_of(haneul()).post(f"{STANDING}propose/", sent | {"reason": "저도 봤어요"})
    assert "저도 봤어요" in page.content.decode()
    assert (page.status_code, codes(page)) == (409, {"proposal_exists"})
    assert first.url in page.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize(("more", "code"), [({"reason": ""}, "reason_missing"), ({"seen": "old"}, "changed_meanwhile")])
def test_a_refused_proposal_says_why(browser_of: SignIn, more: dict[str, str], code: str) -> None:
    judged_stage()
    enter_all()
    page = browser_of(sora()).post(f"{STANDING}propose/", {"seen": now_digest(), "reason": "끝남", **more})
    assert (page.status_code, codes(page)) == (409, {code})


def test_the_lists_lead_to_every_stage_and_the_stage_leads_to_both_pages(browser_of: SignIn) -> None:
    published_standing()
    browser = browser_of(yuna())
    assert RESULTS in browser.get("/console/evaluations/").content.decode()
    assert STANDING in browser.get("/console/standings/").content.decode()
    stage = browser.get("/console/stages/one/").content.decode()
    assert RESULTS in stage
    assert STANDING in stage


def test_the_public_reads_the_published_standing_and_its_file_has_the_digest() -> None:
    row = published_standing()
    forget()
    for language, name in (("ko", "전문가 평가"), ("en", "Experts")):
        page = Client(headers={"accept-language": language}).get("/standings/one/").content.decode()
        assert name in page
        assert row.sha256 in page
    assert "/standings/one/" in Client().get("/leaderboard/?stage=one").content.decode()
    assert hashlib.sha256(Client().get("/standings/one/1.json").content).hexdigest() == row.sha256


def test_before_the_publication_the_public_finds_nothing() -> None:
    forget()
    judged_stage()
    enter_all()
    assert Client().get("/standings/one/").status_code == 404
    assert Client().get("/standings/one/1.json").status_code == 404
    assert "/standings/one/" not in Client().get("/leaderboard/?stage=one").content.decode()
