"""Everybody reads at the top of every page what the organisers tell about the stage."""

from datetime import timedelta

import pytest
from django.test import Client

from contest.actions.notices import end_notice, publish_notice
from contest.actions.stages_running import close_stage, extend_stage, resume_stage
from contest.web import board_kept
from tests.contest.cast import CLOSES, NOTICE, OPENS, SETUP, opened, paused, revision

pytestmark = pytest.mark.django_db
LATER = CLOSES + timedelta(days=365 * 50)


@pytest.fixture(autouse=True)
def no_kept_pages() -> None:
    """Each test sees its own leaderboard."""
    board_kept.forget()


def top(address: str = "/", language: str = "ko") -> str:
    browser = Client()
    browser.get(f"/language/{language}/")
    return browser.get(address).content.decode()


@pytest.mark.parametrize("address", ["/", "/battles/", "/leaderboard/", "/me/", "/rules/"])
def test_a_pause_is_told_on_every_page(address: str) -> None:
    paused()
    assert NOTICE["notice_ko"] in top(address)


def test_the_notice_is_told_in_the_reader_s_language() -> None:
    paused()
    assert NOTICE["notice_en"] in top(language="en")
    assert NOTICE["notice_ko"] not in top(language="en")


def test_a_pause_is_told_no_more_once_the_stage_goes_on() -> None:
    paused()
    resume_stage(SETUP, "one", seen=revision(), now=OPENS + timedelta(hours=2))
    assert "status-line" not in top()


def test_an_extension_is_told_until_the_stage_is_closed() -> None:
    opened()
    extend_stage(SETUP, "one", LATER, seen=revision(), now=OPENS, **NOTICE)
    assert "status-extended" in top()
    close_stage(SETUP, "one", seen=revision(), now=LATER)
    assert "status-extended" not in top()


def test_a_degraded_service_is_told_until_it_is_said_to_be_over() -> None:
    opened()
    ref = publish_notice(SETUP, "one", "답변이 느려요.", "Answers are slow.", degraded=True, now=OPENS)
    assert "답변이 느려요." in top()
    end_notice(SETUP, ref, now=OPENS)
    assert "답변이 느려요." not in top()


def test_what_an_organiser_writes_is_text_and_not_markup() -> None:
    opened()
    publish_notice(SETUP, "one", "<b>굵게</b>", "bold", degraded=False, now=OPENS)
    assert "&lt;b&gt;" in top()
