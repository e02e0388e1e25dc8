"""A stage is drafted and edited in the console, and nothing typed is lost."""

import pytest

from contest.models import AuditEntry, Stage
from contest.queries.stage_records import stage_record
from contest.rules.stages_terms import Prompt, Topic
from tests.console_stages.conftest import SignIn
from tests.console_stages.steps import codes, rows, sheet
from tests.contest.cast import dohyun, draft, published, revision, sora

pytestmark = pytest.mark.django_db
NEW, EDIT = "/console/stages/new/", "/console/stages/one/edit/"


def test_a_stage_is_drafted_with_all_its_terms(browser_of: SignIn) -> None:
    topic = {
        "slug": "law",
        "name_ko": "법",
        "name_en": "Law",
        "prompts_ko": "하나\r\n\r\n둘",
        "prompts_en": "one\r\n\r\ntwo",
    }
    answer = browser_of(dohyun()).post(NEW, sheet(slug="one") | rows("topics", [topic]))
    assert answer.url == "/console/stages/one/"
    terms = stage_record("one").terms
    assert terms.topics == (Topic("law", "법", "Law", (Prompt("하나", "one"), Prompt("둘", "two"))),)
    assert (terms.opens_at.isoformat(), terms.weights["expert"]) == ("2027-05-01T00:00:00+00:00", 35)


def test_what_is_saved_comes_back_as_it_was(browser_of: SignIn) -> None:
    browser = browser_of(dohyun())
    draft()
    before = stage_record("one").terms
    browser.post(EDIT, sheet(opens_at="2026-05-01T09:00", closes_at="2026-05-15T09:00", seen="1"))
    assert stage_record("one").terms == before
    assert AuditEntry.objects.get(act="edit_stage").after == {}


def test_a_wrong_field_is_marked_and_all_others_stay(browser_of: SignIn) -> None:
    page = browser_of(dohyun()).post(NEW, sheet(slug="one", closes_at="2027-04-01T09:00", rules_ko="긴 규칙이에요."))
    assert page.status_code == 400
    text = page.content.decode()
    assert "긴 규칙이에요." in text
    assert "끝나는 때를 시작하는 때보다 늦게 정하세요." in text


def test_a_slug_that_is_taken_is_refused_and_all_stays(browser_of: SignIn) -> None:
    draft()
    page = browser_of(dohyun()).post(NEW, sheet(slug="one", rules_ko="긴 규칙이에요."))
    assert (page.status_code, codes(page)) == (409, {"stage_exists"})
    assert "긴 규칙이에요." in page.content.decode()


def test_a_double_click_makes_one_stage(browser_of: SignIn) -> None:
    browser = browser_of(dohyun())
    first, second = (browser.post(NEW, sheet(slug="one")) for _ in range(2))
    assert first.url == second.url == "/console/stages/one/"
    assert Stage.objects.count() == 1


def test_a_row_is_added_and_nothing_is_saved(browser_of: SignIn) -> None:
    page = browser_of(dohyun()).post(NEW, sheet(slug="one", rules_ko="긴 규칙이에요.", add_topic="1"))
    assert len(page.context["sheet"].topics.forms) == 1
    assert "긴 규칙이에요." in page.content.decode()
    assert not Stage.objects.exists()


def test_a_row_that_is_emptied_goes(browser_of: SignIn) -> None:
    draft()
    gates = rows("gates", [{"slug": "", "name_ko": "", "name_en": ""}, {"slug": "g", "name_ko": "관", "name_en": "G"}])
    browser_of(dohyun()).post(EDIT, sheet(seen="1") | gates)
    assert [gate.slug for gate in stage_record("one").terms.gates] == ["g"]


def test_prompts_without_their_twin_are_told(browser_of: SignIn) -> None:
    topic = {"slug": "law", "name_ko": "법", "name_en": "Law", "prompts_ko": "하나\n\n둘", "prompts_en": "one"}
    page = browser_of(dohyun()).post(NEW, sheet(slug="one") | rows("topics", [topic]))
    assert "한국어 질문은 2개, 영어 질문은 1개예요." in page.content.decode()


def test_a_stale_form_is_refused_with_what_differs_and_can_then_be_saved(browser_of: SignIn) -> None:
    draft()
    browser_of(sora()).post(EDIT, sheet(seen="1", name_en="Sora's name"))
    browser = browser_of(dohyun())
    page = browser.post(EDIT, sheet(seen="1", name_en="Dohyun's name"))
    assert (page.status_code, codes(page)) == (409, {"changed_meanwhile"})
    assert page.context["differing"] == ["영어 이름"]
    assert "Dohyun&#x27;s name" in page.content.decode()
    browser.post(EDIT, sheet(seen=str(page.context["seen"]), name_en="Dohyun's name"))
    assert stage_record("one").terms.name_en == "Dohyun's name"


def test_what_was_published_is_not_edited(browser_of: SignIn) -> None:
    published()
    page = browser_of(dohyun()).post(EDIT, sheet(seen=str(revision())))
    assert codes(page) == {"stage_is_not_draft"}


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30])
def test_a_revision_that_is_none_is_refused_and_no_error(browser_of: SignIn, seen: str) -> None:
    draft()
    assert browser_of(dohyun()).post(EDIT, sheet(seen=seen, name_en="New")).status_code == 409
