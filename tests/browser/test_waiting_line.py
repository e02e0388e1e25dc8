"""More citizens than the entrants can answer at once: who waits is told the place and the time, and gets there."""

import json
import re
from collections.abc import Iterator
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from arena.inference.rehearsal.faults import Fault
from tests.browser.steps import ask, state, violations
from tests.services.browsers import NewPage, visitors
from tests.services.fixtures import lone_site
from tests.services.servers import PostgresServer
from tests.services.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.stack]
WIDTHS = (390, 1280)
# Of five entrants with one place each, two pairs answer at once: the third citizen waits.
TWO_AT_ONCE = {"ARENA_SLOTS_PER_ENTRANT": "1"}
AHEAD = {"ko": re.compile(r"^앞에 [1-9]\d*명, 약 \d+(초|분)$"), "en": re.compile(r"^[1-9]\d* ahead of you, about \d+")}
PATIENCE = 60_000


@pytest.fixture(scope="module")
def small_site(postgres: PostgresServer, migrated_template: str) -> Iterator[Site]:
    """Every entrant answers so slowly that nobody's turn ends by itself during a test."""
    with lone_site(postgres, migrated_template, environment=TWO_AT_ONCE) as site:
        for endpoint in site.endpoints:
            url, _, name = endpoint.rpartition("#")
            body = json.dumps({"served_name": name, "fault": Fault.DRIP, "remaining": None}).encode()
            urlopen(Request(f"{url}/rehearsal/faults", data=body)).close()
        yield site


@pytest.fixture
def new_citizen(browser: Browser, small_site: Site) -> Iterator[NewPage]:
    with visitors(browser, small_site.url) as make:
        yield make


def last_in_line(new_citizen: NewPage, language: str) -> tuple[Page, list[Page]]:
    """A citizen with somebody ahead in the line, and all who came before."""
    earlier = [new_citizen() for _ in range(4)]
    for page in earlier:
        ask(page)
    last = new_citizen(language=language)
    ask(last)
    expect(last.get_by_test_id("status")).to_have_text(AHEAD[language], timeout=PATIENCE)
    return last, earlier


def test_when_those_ahead_have_gone_it_is_the_next_ones_turn(new_citizen: NewPage) -> None:
    page, earlier = last_in_line(new_citizen, "ko")
    for other in earlier:
        other.get_by_test_id("stop").click()
        state(other, "void")
    state(page, "streaming")
    expect(page.get_by_test_id("status")).to_have_text("두 AI가 답하고 있어요.")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_who_waits_reads_the_place_and_the_time_on_an_accessible_page(new_citizen: NewPage, language: str) -> None:
    page, _earlier = last_in_line(new_citizen, language)
    state(page, "waiting")
    expect(page.get_by_test_id("another")).to_be_hidden()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], f"{language} at {width} px"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_who_has_waited_enough_leaves_the_line(new_citizen: NewPage) -> None:
    page, _earlier = last_in_line(new_citizen, "ko")
    page.get_by_test_id("stop").click()
    state(page, "void")
    expect(page.locator("#void-text")).to_contain_text("멈췄어요")
