"""Who clicks twice on a button whose answer shows a password once still reads the password."""

import pytest
from playwright.sync_api import Route, expect

from tests.console.doors import enrol
from tests.services.browsers import NewPage
from tests.services.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]
TWO_CLICKS = """() => {
  const button = document.querySelector("form[action$='/people/new/'] button");
  button.click();
  setTimeout(() => button.click(), 300);
}"""
NAME, PASSWORD = "garam", "nine violet herons"


def test_a_double_click_makes_one_account_and_shows_its_password(new_page: NewPage, site: Site) -> None:
    site.environment["DJANGO_SUPERUSER_PASSWORD"] = PASSWORD
    site.manage("createsuperuser", "--noinput", "--username", NAME, "--email", f"{NAME}@example.org")
    page = new_page()
    enrol(page, NAME, PASSWORD)
    page.goto("/console/people/")
    page.locator("#username").fill("twice")
    sent: list[Route] = []

    def hold_back(route: Route) -> None:
        """So that the second click finds the page as the first one did."""
        sent.append(route)

    page.route("**/people/new/", hold_back)
    page.evaluate(TWO_CLICKS)
    page.wait_for_timeout(800)
    assert len(sent) == 1
    sent[0].continue_()
    expect(page.get_by_test_id("password").locator("code")).to_be_visible()
