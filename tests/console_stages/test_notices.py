"""Notices and messages to organisers: lists like all others, a page at a time."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from contest.actions.notices import end_notice, publish_notice
from contest.console import stages_tables
from contest.console.layout_lists import PER_PAGE
from contest.models import OrganiserMessage
from tests.console_stages.conftest import SignIn
from tests.contest.cast import OPENS, SETUP, dohyun, opened, yuna

pytestmark = pytest.mark.django_db
FORMULA = "=1+1"


@pytest.fixture
def told() -> list[str]:
    """The refs of three notices, a day apart; the first one is over."""
    opened()
    refs = [
        publish_notice(SETUP, "one", text, f"{text} en", degraded=bool(day), now=OPENS + timedelta(days=day))
        for day, text in enumerate((FORMULA, "둘째", "셋째"))
    ]
    end_notice(SETUP, refs[0], now=OPENS + timedelta(days=1))
    return refs


def texts(page: Any) -> list[str]:
    return [notice.text for notice, _kind in page.context["notices"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["셋째", "둘째", FORMULA]),
        ({"sort": "published_at"}, [FORMULA, "둘째", "셋째"]),
        ({"q": "셋째"}, ["셋째"]),
        ({"q": "느릴 수"}, ["셋째", "둘째"]),
        ({"q": "nowhere"}, []),
    ],
)
@pytest.mark.usefixtures("told")
def test_notices_are_searched_and_sorted(browser_of: SignIn, query: dict[str, str], found: list[str]) -> None:
    assert texts(browser_of(yuna()).get("/console/notices/", query)) == found


@pytest.mark.usefixtures("told")
def test_notices_come_in_pages(browser_of: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages_tables, "PAGE_ROWS", 2)
    browser = browser_of(yuna())
    assert [texts(browser.get("/console/notices/", {"page": page})) for page in (1, 2)] == [["셋째", "둘째"], [FORMULA]]


@pytest.mark.usefixtures("told")
def test_the_file_holds_every_notice_and_no_formula(browser_of: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages_tables, "PAGE_ROWS", 1)
    file = browser_of(yuna()).get("/console/notices/", {"download": "csv"}).content.decode("utf-8-sig")
    assert [row["text"] for row in csv.DictReader(io.StringIO(file))] == ["셋째", "둘째", f"'{FORMULA}"]


def test_what_still_holds_can_be_taken_down_here_by_who_may(browser_of: SignIn, told: list[str]) -> None:
    page = browser_of(dohyun()).get("/console/notices/").content.decode()
    assert [ref in page for ref in told] == [False, True, True]
    assert not any(ref in browser_of(yuna()).get("/console/notices/").content.decode() for ref in told)


def test_a_stage_shows_its_newest_notices_and_leads_to_the_others(
    browser_of: SignIn, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contest.console.stages.NEWEST_NOTICES", 1)
    browser = browser_of(yuna())
    page = browser.get("/console/stages/one/")
    assert [notice.text for notice in page.context["notices"]] == ["셋째"]
    assert len(texts(browser.get("/console/notices/", {"q": page.context["name"]}))) == len(told)


def test_messages_to_organisers_come_in_pages_and_as_a_file(browser_of: SignIn) -> None:
    said = {"channel": "email", "kind": "finding", "facts": {"stage": "one", "votes": 3, "detector": "burst"}}
    OrganiserMessage.objects.bulk_create(
        OrganiserMessage(about=str(number), made_at=OPENS, due_at=OPENS, **said) for number in range(PER_PAGE + 1)
    )
    browser = browser_of(yuna())
    shown = [browser.get("/console/notices/messages/", {"page": page}) for page in (1, 2)]
    assert [len(page.context["told"]) for page in shown] == [PER_PAGE, 1]
    answer = browser.get("/console/notices/messages/", {"download": "csv"})
    file = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert [row["channel"] for row in csv.DictReader(io.StringIO(file))] == ["email"] * (PER_PAGE + 1)
