"""What canaries told reaches the organisers: on the endpoint's page, on the dashboard and by message."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from arena.actions.canaries import record_canary
from arena.queries.canaries import fingerprint_taken_at
from arena.queries.endpoint_health import pool_health
from arena.queries.endpoints import endpoint_records
from arena.rules.drift import GreedyAnswer
from contest.actions.entrants import change_endpoints
from contest.actions.organiser_messages import note_events
from contest.actions.stages_running import open_stage
from contest.models import Entry, Fielding, OrganiserMessage, Stage
from contest.rules.teams import Replica
from tests.console_stages.conftest import SignIn
from tests.console_stages.steps import do
from tests.contest.cast import (
    DRAFTED,
    OPENS,
    SETUP,
    TERMS,
    field_team,
    opened,
    pool_of,
    published,
    revision,
    sora,
    yuna,
)

pytestmark = pytest.mark.django_db
FIRST, OTHER = [GreedyAnswer("서울은 한국의 수도입니다.")], [GreedyAnswer("Paris is a city.")]
EMAIL = ["email"]


@pytest.fixture
def changed() -> str:
    """The ref of an endpoint in a running stage that has answered otherwise than at first, twice."""
    opened()
    entrant_ref = Entry.objects.order_by("pk")[0].fielding.entrant.ref
    ref = endpoint_records([entrant_ref])[0].ref
    for number, answers in enumerate((FIRST, OTHER, OTHER)):
        record_canary(ref, answers, OPENS + timedelta(minutes=5 * number))
    return ref


def test_organisers_are_told_once_that_another_model_answers(changed: str) -> None:
    assert [note_events(EMAIL, OPENS), note_events(EMAIL, OPENS)] == [1, 0]
    assert OrganiserMessage.objects.get().kind == "endpoint_changed"


def test_the_endpoints_page_shows_the_alert_and_each_canary(changed: str, browser_of: SignIn) -> None:
    page = browser_of(yuna()).get(f"/console/endpoints/{changed}/").content.decode()
    assert 'data-testid="alert"' in page
    assert page.count("100.0%") == 2


def test_the_state_of_a_changed_endpoint_is_told_before_its_looks(changed: str, browser_of: SignIn) -> None:
    assert "health-changed" in browser_of(yuna()).get("/console/endpoints/").content.decode()
    assert [one.state for one in pool_health(pool_of()) if one.ref == changed] == ["changed"]


def test_answers_like_the_first_take_the_alert_away(changed: str, browser_of: SignIn) -> None:
    record_canary(changed, FIRST, OPENS + timedelta(hours=1))
    assert 'data-testid="alert"' not in browser_of(yuna()).get(f"/console/endpoints/{changed}/").content.decode()


def test_the_page_of_findings_shows_each_endpoints_fingerprint_and_who_has_changed_first(
    changed: str, browser_of: SignIn
) -> None:
    page = browser_of(yuna()).get("/console/findings/").content.decode()
    assert re.findall(r'data-endpoint="([^"]+)" data-changed="1"', page) == [changed]
    assert page.count('data-changed="0"') == 2
    assert page.index(f'data-endpoint="{changed}"') < page.index('data-changed="0"')
    assert "100.0%" in page
    record_canary(changed, FIRST, OPENS + timedelta(hours=1))
    assert 'data-changed="1"' not in browser_of(yuna()).get("/console/findings/").content.decode()


def test_the_fingerprints_are_asked_for_as_a_stage_opens(
    browser_of: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    published("one", replace(TERMS, closes_at=datetime.now(UTC) + timedelta(days=9)))
    asked: list[bool] = []
    monkeypatch.setattr("contest.console.stages_acts.run_canaries.delay", lambda: asked.append(True))
    with django_capture_on_commit_callbacks(execute=True):
        do(browser_of(sora()), "open")
    assert Stage.objects.get().state == "open"
    assert asked == [True]


def test_a_stage_that_opens_has_the_fingerprint_taken_anew() -> None:
    published()
    entrant_ref = Entry.objects.order_by("pk")[0].fielding.entrant.ref
    record_canary(endpoint_records([entrant_ref])[0].ref, FIRST, DRAFTED)
    open_stage(SETUP, "one", seen=revision("one"), now=OPENS)
    assert fingerprint_taken_at(entrant_ref) is None


def test_other_servers_have_the_fingerprint_taken_anew() -> None:
    fielding = Fielding.objects.get(slug=field_team("pine"))
    record_canary(endpoint_records([fielding.entrant.ref])[0].ref, FIRST, DRAFTED)
    replicas = (Replica("https://other.example:8443", "m-other"),)
    change_endpoints(SETUP, fielding.slug, replicas, seen=fielding.revision, now=DRAFTED)
    assert fingerprint_taken_at(fielding.entrant.ref) is None
