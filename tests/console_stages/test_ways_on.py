"""Whoever has read no documentation finds the way: what to do first, and where to mend what is in the way."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoCaptureOnCommitCallbacks

from arena.models import Endpoint, EndpointCheck
from contest.console.refused import WAYS, lines_of
from contest.models import Stage
from contest.queries.issue_texts import TEXTS
from contest.rules.issues import Issue
from tests.console_stages.conftest import SignIn
from tests.contest.cast import closed, dohyun, draft, opened, published, sora, yuna
from tests.contest.standing_cast import enter, enter_all, judged_stage, published_standing, sheet

pytestmark = pytest.mark.django_db


def test_without_a_stage_the_dashboard_says_where_to_begin(browser_of: SignIn) -> None:
    browser = browser_of(yuna())
    page = browser.get("/console/").content.decode()
    steps = page.split('<ol class="plain first-steps">')[1].split("</ol>")[0]
    assert [browser.get(address).status_code for address in re.findall('href="([^"]+)"', steps)] == [200] * 3
    draft()
    assert "first-steps" not in browser.get("/console/").content.decode()


def test_beside_a_rehearsal_alone_the_dashboard_says_how_a_real_stage_is_prepared(browser_of: SignIn) -> None:
    draft(is_rehearsal=True)
    assert "first-steps" in browser_of(sora()).get("/console/").content.decode()
    draft("two")
    assert "first-steps" not in browser_of(sora()).get("/console/").content.decode()


def test_the_page_of_files_gives_an_example_that_it_takes(browser_of: SignIn) -> None:
    browser = browser_of(sora())
    assert 'href="/console/teams/file/contest.yaml"' in browser.get("/console/teams/file/").content.decode()
    file = SimpleUploadedFile("contest.yaml", browser.get("/console/teams/file/contest.yaml").content)
    assert browser.post("/console/teams/file/", {"file": file}).context["told"].is_usable


def test_a_file_with_a_stage_leads_to_the_stage(browser_of: SignIn) -> None:
    browser = browser_of(sora())
    text = browser.get("/console/teams/file/contest.yaml").content.decode()
    answer = browser.post("/console/teams/file/", {"name": "contest.yaml", "text": text, "load": "1"})
    assert answer["Location"] == "/console/stages/stage-1/"


def test_a_stage_that_is_over_leads_to_results_before_it_is_made_final(browser_of: SignIn) -> None:
    closed()
    page = browser_of(sora()).get("/console/stages/one/").content.decode()
    places = [page.index(f'data-testid="{name}"') for name in ("evaluations", "standing", "act-finalise")]
    assert places == sorted(places)
    assert 'primary" href="/console/stages/one/acts/finalise/' not in page


def test_results_say_how_many_are_missing_and_then_where_to_go(browser_of: SignIn) -> None:
    judged_stage()
    page = browser_of(sora()).get("/console/evaluations/one/").content.decode()
    assert "빠진 결과가 9개" in page
    enter_all()
    page = browser_of(sora()).get("/console/evaluations/one/").content.decode()
    assert 'primary" href="/console/standings/one/' in page


def test_a_standing_that_changed_since_it_was_published_says_so(browser_of: SignIn) -> None:
    published_standing()
    assert 'data-testid="changed"' not in browser_of(sora()).get("/console/standings/one/").content.decode()
    enter("pine-1", sheet("99"))
    assert 'data-testid="changed"' in browser_of(sora()).get("/console/standings/one/").content.decode()


def test_what_stands_against_an_opening_leads_to_the_page_that_mends_it(browser_of: SignIn) -> None:
    published()
    Endpoint.objects.update(enabled=False)
    browser = browser_of(sora())
    page = browser.get("/console/stages/one/acts/open/")
    ways = {line.address for line in page.context["issues"] if line.code == "entrant_without_endpoint"}
    assert "/console/entrants/pine-1/" in ways
    assert all(browser.get(address).status_code == 200 for address in ways)
    assert 'href="/console/entrants/pine-1/"' in page.content.decode()


def test_all_servers_of_a_stage_are_tested_with_one_click_and_once(
    browser_of: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    published()
    EndpointCheck.objects.all().delete()
    told = list[str]()
    monkeypatch.setattr("contest.console.endpoints.check_endpoint.delay", told.append)
    for page in ("/console/stages/one/", "/console/stages/one/acts/open/"):
        assert 'action="/console/stages/one/test/"' in browser_of(dohyun()).get(page).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        first, _second = (browser_of(dohyun()).post("/console/stages/one/test/") for _ in range(2))
    assert first["Location"] == "/console/stages/one/acts/open/"
    assert len(told) == 3


def test_a_viewer_tests_no_servers(browser_of: SignIn) -> None:
    published()
    assert 'data-testid="test-all"' not in browser_of(yuna()).get("/console/stages/one/").content.decode()
    assert browser_of(yuna()).post("/console/stages/one/test/").status_code == 403


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
