"""Signing in, deleting and proving work in a real browser: by keyboard, and without a finding of axe."""

import json

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.steps import ask_and_read, state, violations, vote
from tests.services.browsers import NewPage

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]
WIDTHS = (320, 390, 768, 1280)
PROBLEM = {"status": 428, "code": "proof_needed", "detail": "확인이 필요해요."}


def assert_accessible(page: Page, what: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], f"{what} at {width} px"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{what} overflows at {width} px"


def ask_for_proof_first(page: Page) -> list[str]:
    """Let the site want a proof of the first question; gives what was sent, question by question."""
    sent: list[str] = []

    def first(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        sent.append(route.request.post_data or "")
        if len(sent) == 1:
            route.fulfill(status=428, content_type="application/problem+json", body=json.dumps(PROBLEM))
        else:
            route.continue_()

    page.route("**/battles/", first)
    return sent


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_way_from_the_sign_in_to_deleting_everything_is_accessible(new_page: NewPage, language: str) -> None:
    page = new_page(language=language)
    ask_and_read(page)
    vote(page)
    page.goto("/me/")
    page.get_by_test_id("sign-in").click()
    assert_accessible(page, "sign-in")
    page.get_by_test_id("rehearsal-name").fill(f"minji-{language}")
    page.get_by_test_id("rehearsal-submit").click()
    expect(page.get_by_test_id("merged")).to_be_visible()
    for closed in page.locator("details").all():
        closed.locator("summary").click()
    assert_accessible(page, "my account")
    page.get_by_test_id("delete").click()
    assert_accessible(page, "delete")
    page.get_by_test_id("sure").check()
    page.get_by_test_id("delete-now").click()
    expect(page.get_by_test_id("deleted")).to_be_visible()
    assert_accessible(page, "deleted")


def test_a_proof_of_work_is_given_by_keyboard_alone_and_the_question_goes_on(new_page: NewPage) -> None:
    page = new_page()
    sent = ask_for_proof_first(page)
    page.goto("/battles/")
    page.get_by_test_id("prompt").fill("하늘은 왜 파란가요?")
    page.keyboard.press("Control+Enter")
    box = page.locator("altcha-widget input[type=checkbox]")
    expect(box).to_be_focused()
    expect(page.get_by_test_id("prompt")).to_have_value("하늘은 왜 파란가요?")
    page.keyboard.press("Space")
    state(page, "ready")
    expect(page.locator(".question").last).to_contain_text("하늘은 왜 파란가요?")
    assert "altcha=" in sent[1]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_box_has_a_name_says_what_happens_and_is_accessible(new_page: NewPage, language: str) -> None:
    page = new_page(language=language)
    ask_for_proof_first(page)
    page.goto("/battles/")
    page.get_by_test_id("prompt").fill("하늘은 왜 파란가요?")
    page.get_by_test_id("ask").click()
    label = {"ko": "사람이 쓰고 있어요", "en": "A person is writing"}[language]
    expect(page.get_by_role("checkbox", name=label)).to_be_visible()
    assert_accessible(page, "proof")
    expect(page.locator("#proof [role=status]")).to_have_count(1)
