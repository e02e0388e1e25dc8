"""axe finds nothing on any page and in any state of a battle, in both languages and at every width."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.steps import WIDTHS, ask, ask_and_read, assert_accessible, state, violations, vote
from tests.services.browsers import NewPage
from tests.services.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

PAGES = (
    "/",
    "/battles/",
    "/leaderboard/",
    "/me/",
    "/rules/",
    "/about/",
    "/privacy/",
    "/accessibility/",
    "/data/",
    "/nowhere/",
)
LANGUAGES = ("ko", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_accessible(new_page: NewPage, address: str, language: str) -> None:
    page = new_page(language=language)
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert_accessible(page, address)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_growing_answers_are_accessible(new_page: NewPage, language: str, width: int) -> None:
    page = new_page(language=language, width=width)
    ask(page)
    state(page, "streaming")
    assert violations(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_question_is_accessible(new_page: NewPage, language: str) -> None:
    page = new_page(language=language)
    page.goto("/battles/")
    page.get_by_test_id("prompt").fill(" ")
    page.get_by_test_id("ask").click()
    expect(page.get_by_test_id("alert")).to_be_visible()
    assert_accessible(page, "question refused")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_of_a_battle_is_accessible(new_page: NewPage, language: str) -> None:
    page = new_page(language=language)
    prompt = {"ko": "파이썬 함수를 설명해 주세요.", "en": "Explain a python function to a student."}[language]
    ask(page, prompt)
    state(page, "streaming")
    assert violations(page) == []
    state(page, "ready")
    assert_accessible(page, "ready")
    page.locator(".more summary").click()
    page.get_by_test_id("vote").click()
    expect(page.locator("#vote-alert")).to_be_visible()
    assert_accessible(page, "vote refused")
    vote(page, "tie")
    assert_accessible(page, "voted")
    page.goto("/me/")
    assert_accessible(page, "my votes")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_void_battle_is_accessible(new_page: NewPage, language: str) -> None:
    page = new_page(language=language)
    ask(page)
    state(page, "streaming")
    page.get_by_test_id("stop").click()
    state(page, "void")
    assert_accessible(page, "void")


def test_growing_answers_are_busy_and_never_live(new_page: NewPage) -> None:
    page = new_page()
    ask(page)
    state(page, "streaming")
    assert page.get_by_test_id("answer-a").get_attribute("aria-busy") == "true"
    assert (
        page.locator(".answer[aria-live], .answer [aria-live], .answer [role=status], .answer [role=log]").count() == 0
    )
    state(page, "ready")
    assert page.get_by_test_id("answer-a").get_attribute("aria-busy") == "false"


def test_the_stream_never_moves_the_focus(new_page: NewPage) -> None:
    page = new_page()
    ask(page)
    state(page, "streaming")
    page.get_by_test_id("stop").focus()
    expect(page.get_by_test_id("answer-a")).to_contain_text(re.compile(".{30}", re.DOTALL))
    expect(page.get_by_test_id("stop")).to_be_focused()


def test_touch_targets_of_the_vote_are_large_enough(new_page: NewPage) -> None:
    page = new_page(width=390)
    ask_and_read(page)
    heights = [page.locator(".outcome").nth(i).bounding_box()["height"] for i in range(4)]  # type: ignore[index]
    assert min(heights) >= 44


def test_larger_text_is_remembered_and_loses_nothing(new_page: NewPage, site: Site) -> None:
    page = new_page(width=390)
    page.goto("/")
    for _ in range(3):
        page.locator("[data-text-size=larger]").click()
    page.goto("/battles/")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
