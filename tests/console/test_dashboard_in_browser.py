"""The dashboard in a real browser: up to date by itself, quiet when asked, whole without a script, accessible."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.steps import ask_and_read, violations
from tests.console.doors import enrol, give_code, give_password
from tests.services.browsers import NewPage
from tests.services.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]
NAME, PASSWORD = "narae", "nine violet herons"
WIDTHS = (390, 1280)
LIVE = {"ko": "바로바로 새로 고쳐요", "en": "Updates by itself"}


@pytest.fixture(scope="module")
def recovery_codes(browser: Browser, site: Site) -> list[str]:
    """A chief's codes, each good for one sign-in; the chief has enrolled an app."""
    site.environment["DJANGO_SUPERUSER_PASSWORD"] = PASSWORD
    site.manage("createsuperuser", "--noinput", "--username", NAME, "--email", f"{NAME}@example.org")
    page = browser.new_page(base_url=site.url)
    codes = enrol(page, NAME, PASSWORD)
    page.close()
    return codes


@pytest.fixture
def signed_in(browser: Browser, site: Site, recovery_codes: list[str]) -> dict[str, object]:
    """What the chief's browser keeps after signing in: this test's own session."""
    page = browser.new_page(base_url=site.url)
    give_password(page, NAME, PASSWORD)
    give_code(page, recovery_codes.pop())
    expect(page.locator("#now")).to_be_visible()
    kept = page.context.storage_state()
    page.close()
    return dict(kept)


@pytest.fixture
def at_dashboard(new_page: NewPage, signed_in: dict[str, object]) -> NewPage:
    """`at_dashboard(language="en")`: the chief's page on the dashboard."""

    def make(**options: object) -> Page:
        page = new_page(storage_state=signed_in, **options)
        page.goto("/console/")
        return page

    return make


def figure(page: Page, name: str) -> int:
    return int(re.sub(r"\D", "", page.get_by_test_id(name).inner_text().split("\n")[0]))


def open_minutes(page: Page) -> None:
    page.locator("#minutes-open").click()
    expect(page.locator("#minutes")).to_have_attribute("open", "")


def test_a_new_battle_appears_by_itself_and_the_reader_keeps_the_place(
    at_dashboard: NewPage, new_page: NewPage
) -> None:
    page = at_dashboard()
    expect(page.locator("#live-state")).to_have_text(LIVE["ko"])
    open_minutes(page)
    before = figure(page, "battles")
    ask_and_read(new_page())
    expect(page.get_by_test_id("battles")).to_have_text(str(before + 1), timeout=10_000)
    expect(page.locator("#minutes")).to_have_attribute("open", "")
    expect(page.locator("#minutes-open")).to_be_focused()


def test_a_page_that_was_paused_stands_still_and_catches_up(at_dashboard: NewPage, new_page: NewPage) -> None:
    page, other = at_dashboard(), at_dashboard()
    expect(page.locator("#live-state")).to_have_text(LIVE["ko"])
    page.locator("#live-pause").click()
    before = figure(page, "battles")
    ask_and_read(new_page())
    expect(other.get_by_test_id("battles")).to_have_text(str(before + 1), timeout=10_000)
    assert figure(page, "battles") == before
    page.locator("#live-pause").click()
    expect(page.get_by_test_id("battles")).to_have_text(str(before + 1), timeout=10_000)


def test_without_a_script_the_page_stands_and_has_a_reload(at_dashboard: NewPage) -> None:
    page = at_dashboard(java_script_enabled=False)
    expect(page.get_by_test_id("battles")).to_be_visible()
    expect(page.locator("#live-pause")).to_be_hidden()
    page.locator("#live a").click()
    expect(page.get_by_test_id("battles")).to_be_visible()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_is_accessible(at_dashboard: NewPage, language: str) -> None:
    page = at_dashboard(language=language)
    expect(page.locator("#live-state")).to_have_text(LIVE[language])
    open_minutes(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], f"{language} at {width} px"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_when_the_session_ends_elsewhere_the_page_says_so(at_dashboard: NewPage, new_page: NewPage) -> None:
    page = at_dashboard()
    expect(page.locator("#live-state")).to_have_text(LIVE["ko"])
    # Another tab of the same browser signs out: its session is gone, and with it the right to listen.
    other = page.context.new_page()
    other.goto("/console/")
    other.locator(".who button").click()
    expect(page.locator("#live-state")).to_have_text("로그인이 끝났어요. 다시 로그인하세요", timeout=10_000)
    expect(page.locator("#live-pause")).to_be_hidden()
