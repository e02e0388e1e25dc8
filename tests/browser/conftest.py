"""What tests of single scripts share."""

import pytest
from playwright.sync_api import Page

from tests.services.browsers import NewPage


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A quiet page of the site, to run its scripts on."""
    page = new_page()
    page.goto("/about/")
    return page
