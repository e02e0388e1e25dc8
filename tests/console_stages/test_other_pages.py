"""Entrants in a stage, endpoints, notices and exports in the console."""

from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from arena.queries.endpoints import endpoint_records
from contest.actions.exports import request_export
from contest.exports.tasks import make_export
from contest.models import AuditEntry, Entry, Export, Fielding, Notice, Stage
from tests.console_stages.conftest import SignIn
from tests.console_stages.steps import codes
from tests.contest.cast import (
    CLOSES,
    NOTICE,
    closed,
    dohyun,
    field_team,
    haneul,
    opened,
    published,
    revision,
    sora,
    yuna,
)

pytestmark = pytest.mark.django_db
WITHDRAW = "/console/stages/one/entrants/pine-1/withdraw/"


def endpoint_of(slug: str) -> str:
    """The address of the page of an entrant's only replica."""
    ref = endpoint_records([Fielding.objects.get(slug=slug).entrant.ref])[0].ref
    return f"/console/endpoints/{ref}/"


def seen() -> dict[str, str]:
    return {"seen": str(revision())}


def test_a_late_team_joins_by_a_chief(browser_of: SignIn) -> None:
    opened()
    late = {"entrant": field_team("oak")}
    assert browser_of(sora()).post("/console/stages/one/entrants/", late | seen()).status_code == 302
    assert Entry.objects.get(fielding__slug="oak-1").is_late


def test_two_clicks_let_an_entrant_in_once_and_another_person_is_told(browser_of: SignIn) -> None:
    opened()
    late = {"entrant": field_team("oak")} | seen()
    for _ in range(2):
        assert browser_of(sora()).post("/console/stages/one/entrants/", late).status_code == 302
    assert Entry.objects.filter(fielding__slug="oak-1").count() == 1
    assert codes(browser_of(haneul()).post("/console/stages/one/entrants/", late)) == {"changed_meanwhile"}


def test_an_operator_does_not_let_anybody_in_late(browser_of: SignIn) -> None:
    opened()
    page = browser_of(dohyun()).post("/console/stages/one/entrants/", {"entrant": field_team("oak")} | seen())
    assert codes(page) == {"role_does_not_allow"}
    assert not Entry.objects.filter(fielding__slug="oak-1").exists()


def test_an_entrant_withdraws_with_a_reason(browser_of: SignIn) -> None:
    opened()
    browser, shown = browser_of(sora()), seen()
    assert codes(browser.post(WITHDRAW, {"reason": ""} | shown)) == {"reason_missing"}
    answers = [browser.post(WITHDRAW, {"reason": "팀의 뜻"} | shown) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Entry.objects.get(fielding__slug="pine-1").withdrawal == "팀의 뜻"


def test_a_viewer_lets_nobody_in_or_out(browser_of: SignIn) -> None:
    published()
    browser = browser_of(yuna())
    assert browser.post(WITHDRAW, {"reason": "x"} | seen()).status_code == 403
    assert browser.post("/console/stages/one/entrants/", {"entrant": "pine-1"} | seen()).status_code == 403


def test_an_endpoint_is_switched_off_by_who_may(browser_of: SignIn) -> None:
    opened()
    address = endpoint_of("pine-1")
    assert browser_of(yuna()).post(f"{address}switch/", {"enabled": "0"}).status_code == 403
    for _ in range(2):
        browser_of(dohyun()).post(f"{address}switch/", {"enabled": "0", "reason": "점검"})
    assert browser_of(yuna()).get(address).context["row"].state == "off"


def test_a_test_is_enqueued_once(
    browser_of: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    opened()
    address, told = endpoint_of("pine-1"), list[str]()
    monkeypatch.setattr("contest.console.endpoints.check_endpoint.delay", told.append)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            browser_of(dohyun()).post(f"{address}test/")
    assert len(told) == 1
    assert browser_of(yuna()).get(address).context["runs"]


def test_a_notice_is_published_and_taken_down(browser_of: SignIn) -> None:
    opened()
    browser = browser_of(dohyun())
    assert codes(browser.post("/console/notices/new/", {"stage": "one", "notice_ko": "느려요."})) == {"notice_missing"}
    browser.post("/console/notices/new/", {"stage": "one", "degraded": "on"} | NOTICE)
    ref = Notice.objects.get().ref
    for _ in range(2):
        assert browser.post(f"/console/notices/{ref}/end/").status_code == 302
    assert Notice.objects.get().ended_at is not None
    assert AuditEntry.objects.filter(act="end_notice").count() == 1


def test_the_same_words_are_told_once(browser_of: SignIn) -> None:
    opened()
    browser = browser_of(dohyun())
    browser.post("/console/notices/new/", {"stage": "one"} | NOTICE)
    page = browser.post("/console/notices/new/", {"stage": "one", "degraded": "on"} | NOTICE)
    assert (page.status_code, codes(page)) == (409, {"notice_stands"})
    assert NOTICE["notice_ko"] in page.content.decode()
    assert Notice.objects.count() == 1


def test_a_notice_about_no_stage_is_marked(browser_of: SignIn) -> None:
    opened()
    page = browser_of(dohyun()).post("/console/notices/new/", NOTICE)
    assert page.status_code == 400
    assert NOTICE["notice_ko"] in page.content.decode()


def test_an_export_is_asked_for_and_downloaded(browser_of: SignIn, settings: Any, tmp_path: Path) -> None:
    settings.EXPORTS_DIR = tmp_path
    closed()
    told: list[str] = []
    browser = browser_of(dohyun())
    answer = browser.post("/console/exports/", {"stage": "one", "data": "votes", "format": "csv"})
    assert answer.status_code == 302, answer.content.decode()
    make_export(Export.objects.get().ref)
    (row,) = browser.get("/console/exports/").context["rows"]
    assert (row.record.state, len(row.record.sha256), told) == ("done", 64, [])
    file = browser.get(f"/console/exports/{row.record.ref}/{row.record.file_name}")
    assert file["ETag"] == f'"{row.record.sha256}"'
    assert b"".join(file.streaming_content)


def test_a_viewer_neither_asks_nor_downloads(browser_of: SignIn, settings: Any, tmp_path: Path) -> None:
    settings.EXPORTS_DIR = tmp_path
    closed()
    ref = request_export(dohyun(), "one", "votes", "csv", public=False, now=CLOSES)
    make_export(ref)
    browser = browser_of(yuna())
    refused = browser.post("/console/exports/", {"stage": "one", "data": "votes", "format": "jsonl"})
    assert codes(refused) == {"role_does_not_allow"}
    assert browser.get(f"/console/exports/{ref}/one-votes-internal.csv").status_code == 404


def test_a_file_is_withdrawn_with_a_reason(browser_of: SignIn, settings: Any, tmp_path: Path) -> None:
    settings.EXPORTS_DIR = tmp_path
    closed()
    ref = request_export(dohyun(), "one", "votes", "csv", public=False, now=CLOSES)
    make_export(ref)
    browser = browser_of(sora())
    assert codes(browser.post(f"/console/exports/{ref}/withdraw/", {"reason": ""})) == {"reason_missing"}
    browser.post(f"/console/exports/{ref}/withdraw/", {"reason": "잘못 만들었어요"})
    assert Export.objects.get().state == "withdrawn"
    assert not (tmp_path / ref).exists()
    assert Stage.objects.get().state == "closed"
