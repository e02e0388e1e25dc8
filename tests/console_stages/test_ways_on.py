"""Whoever has read no documentation finds the way: what to do first, and where to mend what is in the way."""

import re

import pytest

from arena.models import Endpoint
from contest.console.refused import WAYS, lines_of
from contest.models import Stage
from contest.queries.issue_texts import TEXTS
from contest.rules.issues import Issue
from tests.console_stages.conftest import SignIn
from tests.contest.cast import draft, opened, published, sora, yuna

pytestmark = pytest.mark.django_db


def test_without_a_stage_the_dashboard_says_where_to_begin(browser_of: SignIn) -> None:
    browser = browser_of(yuna())
    page = browser.get("/console/").content.decode()
    steps = page.split('<ol class="plain first-steps">')[1].split("</ol>")[0]
    assert [browser.get(address).status_code for address in re.findall('href="([^"]+)"', steps)] == [200] * 3
    draft()
    assert "first-steps" not in browser.get("/console/").content.decode()


def test_what_stands_against_an_opening_leads_to_the_page_that_mends_it(browser_of: SignIn) -> None:
    published()
    Endpoint.objects.update(enabled=False)
    browser = browser_of(sora())
    page = browser.get("/console/stages/one/acts/open/")
    ways = {line.address for line in page.context["issues"] if line.code == "entrant_without_endpoint"}
    assert "/console/entrants/pine-1/" in ways
    assert all(browser.get(address).status_code == 200 for address in ways)
    assert 'href="/console/entrants/pine-1/"' in page.content.decode()


def test_another_stage_that_runs_is_one_click_away() -> None:
    [line] = lines_of([Issue("another_stage_runs", {"stage": opened()})])
    assert line.address == "/console/stages/one/"


def test_every_way_belongs_to_a_sentence() -> None:
    assert WAYS.keys() <= TEXTS.keys()


def test_a_draft_that_lacks_something_leads_to_its_form(browser_of: SignIn) -> None:
    draft()
    Stage.objects.update(rules_ko="")
    page = browser_of(sora()).get("/console/stages/one/acts/publish/").content.decode()
    assert 'href="/console/stages/one/edit/"' in page
