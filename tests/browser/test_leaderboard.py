"""The leaderboard in a real browser: it changes in place, and its picture is what is shown."""

import json
import re
import struct
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.steps import ask_and_read, vote
from tests.services.browsers import NewPage

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

HOLD = """() => {
  const wrap = document.querySelector("#board .table-wrap");
  const facts = document.querySelector(".board-part h2").firstChild;
  window.held = { row: document.querySelector("[data-rank]"), facts };
  const range = document.createRange();
  range.selectNodeContents(facts);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  wrap.focus({ preventScroll: true });
  scrollTo(0, 500);
}"""
HELD = """() => ({
  row: held.row.isConnected,
  selected: getSelection().toString() === held.facts.data,
  focused: document.activeElement === document.querySelector("#board .table-wrap"),
  y: scrollY,
})"""


def number_of(page: Page) -> int:
    return int(page.get_by_test_id("board-number").get_attribute("data-number") or 0)


def test_a_vote_changes_the_board_and_leaves_what_the_reader_holds(new_page: NewPage) -> None:
    board, page = new_page(), new_page()
    board.goto("/leaderboard/")
    board.evaluate(HOLD)
    before = number_of(board)
    ask_and_read(page)
    vote(page)
    expect(board.get_by_test_id("board-number")).not_to_have_attribute("data-number", str(before))
    assert board.evaluate(HELD) == {"row": True, "selected": True, "focused": True, "y": 500}


def nudge(page: Page, change: Callable[[str], str]) -> None:
    """Open the board; then its socket says that a snapshot is out, which `change` makes of the one that is shown."""
    sockets: list[WebSocketRoute] = []
    page.route_web_socket("**/ws/leaderboard/", sockets.append)
    page.goto("/leaderboard/")
    page.wait_for_function("performance.getEntriesByType('resource').some(one => one.name.endsWith('morph.js'))")
    page.route("**/leaderboard/board/**", lambda route: route.fulfill(body=change(route.fetch().text())))
    pool = page.locator("#board").get_attribute("data-live")
    page.wait_for_timeout(300)
    sockets[0].send(json.dumps({"kind": "leaderboard", "pool": pool, "n": number_of(page) + 1}))


def test_a_rank_that_changes_is_told_politely(new_page: NewPage) -> None:
    page = new_page()
    nudge(page, lambda html: html.replace('data-rank="1"', 'data-rank="2"', 1))
    expect(page.locator("#board-status")).to_contain_text("순위가 바뀌었어요.")
    assert page.locator("#board-status").get_attribute("role") == "status"


def test_votes_that_change_no_rank_are_not_told(new_page: NewPage) -> None:
    page = new_page()
    nudge(page, lambda html: re.sub("투표 [0-9,]+개", "투표 9,999개", html))
    expect(page.get_by_test_id("board-number")).to_contain_text("9,999")
    expect(page.locator("#board-status")).to_be_empty()


def test_another_stages_votes_do_not_concern_it(new_page: NewPage) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route_web_socket(
        "**/ws/leaderboard/", lambda socket: socket.send('{"kind": "leaderboard", "pool": "other", "n": 99}')
    )
    page.goto("/leaderboard/")
    page.wait_for_timeout(500)
    assert not [url for url in asked if "/leaderboard/board/" in url]


def test_the_picture_is_what_is_shown(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/leaderboard/")
    with page.expect_download() as download:
        page.get_by_role("button", name="그림(PNG)").click()
    assert re.fullmatch(r"leaderboard-.*[0-9]+\.png", download.value.suggested_filename)
    width, height = struct.unpack(">II", download.value.path().read_bytes()[16:24])
    assert (width, height > 84 * page.get_by_test_id("row").count()) == (1080, True)
