"""Who clicks twice on a button whose answer shows a password once still reads the password."""

import pytest
from playwright.sync_api import expect

from tests.console.doors import enrol
from tests.services.browsers import NewPage
from tests.services.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]
NAME, PASSWORD = "garam", "nine violet herons"


def test_a_double_click_makes_one_account_and_shows_its_password(new_page: NewPage, site: Site) -> None:
    site.environment["DJANGO_SUPERUSER_PASSWORD"] = PASSWORD
    site.manage("createsuperuser", "--noinput", "--username", NAME, "--email", f"{NAME}@example.org")
    page = new_page()
    enrol(page, NAME, PASSWORD)
    page.goto("/console/people/")
    page.locator("#username").fill("twice")
    page.locator("form[action$='/people/new/'] button").dblclick()
    expect(page.get_by_test_id("password").locator("code")).to_be_visible()
