"""What an entrant is, and how a team fared over the stages: everybody in the console may read it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contest.actions.stages import publish_stage
from contest.actions.stages_entries import enter_stage, withdraw_entrant
from contest.actions.stages_running import open_stage
from contest.models import Fielding
from contest.rules.stages_terms import StageTerms
from tests.console_stages.conftest import SignIn
from tests.contest.cast import CLOSES, SETUP, TEAMS, TERMS, closed, dohyun, draft, opened, pass_test, revision, yuna

pytestmark = pytest.mark.django_db
LATER = CLOSES + timedelta(days=40)
SECOND: StageTerms = replace(TERMS, opens_at=LATER, closes_at=LATER + timedelta(days=14))


def second_stage() -> None:
    """The same teams again, of which one withdraws while it is open."""
    closed()
    draft("two", SECOND)
    for team in TEAMS:
        enter_stage(SETUP, "two", f"{team}-1", seen=revision("two"), now=CLOSES)
    publish_stage(SETUP, "two", seen=revision("two"), now=CLOSES)
    for team in TEAMS:
        pass_test(Fielding.objects.get(slug=f"{team}-1").entrant.ref, CLOSES)
    open_stage(SETUP, "two", seen=revision("two"), now=LATER)
    withdraw_entrant(SETUP, "two", "pine-1", seen=revision("two"), now=LATER, reason="서버가 없어요")


@pytest.mark.parametrize("address", ["/console/teams/pine/", "/console/entrants/pine-1/"])
def test_every_stage_stands_in_the_history_the_newest_first(browser_of: SignIn, address: str) -> None:
    second_stage()
    page = browser_of(yuna()).get(address)
    assert [(past.stage_slug, past.withdrawn_at is not None) for past, _state in page.context["history"]] == [
        ("two", True),
        ("one", False),
    ]
    history = page.content.decode().split('id="history"')[1]
    assert "물러남" in history
    assert 'href="/console/stages/one/"' in history


def test_an_entrants_history_leaves_the_others_of_its_team_out(browser_of: SignIn) -> None:
    second_stage()
    Fielding.objects.filter(slug="maple-1").update(team=Fielding.objects.get(slug="pine-1").team)
    browser = browser_of(yuna())
    assert len(browser.get("/console/teams/pine/").context["history"]) == 4
    assert len(browser.get("/console/entrants/pine-1/").context["history"]) == 2


def test_a_viewer_reads_what_an_entrant_is_and_finds_no_button(browser_of: SignIn) -> None:
    opened()
    page = browser_of(yuna()).get("/console/entrants/pine-1/").content.decode()
    assert "https://pine.example:8443" in page
    assert "/edit/" not in page


def test_an_operator_finds_the_way_to_change_it(browser_of: SignIn) -> None:
    opened()
    page = browser_of(dohyun()).get("/console/entrants/pine-1/").content.decode()
    assert 'href="/console/entrants/pine-1/edit/"' in page


@pytest.mark.parametrize("address", ["/console/entrants/", "/console/stages/one/", "/console/teams/pine/"])
def test_no_list_leads_a_viewer_to_a_closed_door(browser_of: SignIn, address: str) -> None:
    opened()
    browser = browser_of(yuna())
    page = browser.get(address).content.decode()
    assert 'href="/console/entrants/pine-1/"' in page
    assert 'href="/console/entrants/pine-1/edit/"' not in page
