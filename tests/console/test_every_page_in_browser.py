"""Every page of the console in a real browser: axe finds nothing, nothing is cut off, in both languages."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.steps import violations
from tests.console.doors import enrol, give_code, give_password
from tests.console.shown_pages import furnish
from tests.services.browsers import NewPage
from tests.services.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]
NAME, PASSWORD = "sebin", "nine violet herons"
WIDTHS = (390, 1280)
LANGUAGES = ("ko", "en")


@pytest.fixture(scope="module")
def chief(browser: Browser, site: Site) -> dict[str, object]:
    """What a chief's browser keeps after signing in."""
    site.environment["DJANGO_SUPERUSER_PASSWORD"] = PASSWORD
    site.manage("createsuperuser", "--noinput", "--username", NAME, "--email", f"{NAME}@example.org")
    page = browser.new_page(base_url=site.url)
    enrol(page, NAME, PASSWORD)
    kept = page.context.storage_state()
    page.close()
    return dict(kept)


@pytest.fixture(scope="module")
def addresses(
    browser: Browser, site: Site, chief: dict[str, object], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """Each page's address by its name."""
    folder: Path = tmp_path_factory.mktemp("draft")
    page = browser.new_page(base_url=site.url, storage_state=chief)  # type: ignore[arg-type]
    found = furnish(page, site, folder)
    page.close()
    return found


def assert_accessible(page: Page, what: str) -> list[str]:
    """What is wrong at any width: violations, and what is wider than the screen."""
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{what} at {width} px: {one}" for one in violations(page)]
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            wrong.append(f"{what} overflows at {width} px")
    return wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_accessible(
    new_page: NewPage, chief: dict[str, object], addresses: dict[str, str], language: str
) -> None:
    page, wrong = new_page(language=language, storage_state=chief), []
    for name, address in addresses.items():
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("lang", language)
        wrong += assert_accessible(page, name)
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_with_faults_is_accessible(new_page: NewPage, chief: dict[str, object], language: str) -> None:
    page = new_page(language=language, storage_state=chief)
    page.goto("/console/stages/new/")
    page.locator("[name=rules_ko]").fill("한 대결에 한 표예요.")
    page.locator("[name=closes_at]").fill("")
    page.get_by_test_id("save").click()
    expect(page.locator(".field-errors").first).to_be_visible()
    expect(page.locator("[name=rules_ko]")).to_have_value("한 대결에 한 표예요.")
    assert assert_accessible(page, "a stage with faults") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_is_accessible(new_page: NewPage, chief: dict[str, object], language: str) -> None:
    page = new_page(language=language, storage_state=chief)
    page.goto("/console/people/")
    page.locator("#username").fill("Sora!")
    page.locator("form[action$='/people/new/'] button").click()
    expect(page.locator("[data-code=username_wrong]")).to_be_visible()
    expect(page.locator("#username")).to_have_value("Sora!")
    assert assert_accessible(page, "a refused account") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_doors_are_accessible(new_page: NewPage, site: Site, language: str) -> None:
    name = f"door-{language}"
    site.environment["DJANGO_SUPERUSER_PASSWORD"] = PASSWORD
    site.manage("createsuperuser", "--noinput", "--username", name, "--email", f"{name}@example.org")
    page = new_page(language=language)
    page.goto("/console/")
    wrong = assert_accessible(page, "sign-in")
    give_password(page, name, "wrong")
    expect(page.locator("[data-code=password_wrong]")).to_be_visible()
    wrong += assert_accessible(page, "a wrong password")
    give_password(page, name, PASSWORD)
    expect(page.locator("img.qr")).to_be_visible()
    wrong += assert_accessible(page, "enrolment")
    give_code(page, "000000")
    expect(page.locator("[data-code=code_wrong]")).to_be_visible()
    wrong += assert_accessible(page, "a wrong code")
    page.context.clear_cookies()
    codes = enrol(page, name, PASSWORD)
    wrong += assert_accessible(page, "recovery codes")
    page.context.clear_cookies()
    give_password(page, name, PASSWORD)
    expect(page.locator("input[name=code]")).to_be_visible()
    wrong += assert_accessible(page, "second factor")
    give_code(page, codes[0])
    expect(page.locator("#now")).to_be_visible()
    assert wrong == []
