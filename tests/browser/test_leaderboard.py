"""The leaderboard in a real browser: it changes in place, and its picture is what is shown."""

import json
import re
import struct
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.steps import ask_and_read, assert_accessible, vote
from tests.services.browsers import NewPage
from tests.services.site import Site

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
  held.top = facts.parentElement.getBoundingClientRect().top;
}"""
HELD = """() => ({
  row: held.row.isConnected,
  selected: getSelection().toString() === held.facts.data,
  focused: document.activeElement === document.querySelector("#board .table-wrap"),
  still: Math.abs(held.facts.parentElement.getBoundingClientRect().top - held.top) < 2,
})"""


def number_of(page: Page) -> int:
    return int(page.get_by_test_id("board-number").get_attribute("data-number") or 0)


def open_board(page: Page) -> None:
    """Open the page and wait for the first board, which a site that has just started does not have yet."""
    page.goto("/leaderboard/")
    expect(page.get_by_test_id("board-number")).to_be_visible(timeout=60_000)


def test_a_vote_changes_the_board_and_leaves_what_the_reader_holds(new_page: NewPage) -> None:
    board, page = new_page(), new_page()
    open_board(board)
    board.evaluate(HOLD)
    before = number_of(board)
    ask_and_read(page)
    vote(page)
    expect(board.get_by_test_id("board-number")).not_to_have_attribute("data-number", str(before), timeout=60_000)
    assert board.evaluate(HELD) == {"row": True, "selected": True, "focused": True, "still": True}


def nudge(page: Page, change: Callable[[str], str]) -> None:
    """Open the board; then its socket says that a snapshot is out, which `change` makes of the one that is shown."""
    sockets: list[WebSocketRoute] = []

    def opened(socket: WebSocketRoute) -> None:
        sockets.append(socket)

    open_board(page)
    page.route_web_socket("**/ws/leaderboard/", opened)
    page.reload()
    page.route("**/leaderboard/board/**", lambda route: route.fulfill(body=change(route.fetch().text())))
    pool = page.locator("#board").get_attribute("data-live")
    while not sockets:
        page.wait_for_timeout(50)
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
    assert not [url for url in asked if "n=99" in url]


def test_the_picture_is_what_is_shown(new_page: NewPage) -> None:
    page = new_page()
    open_board(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="그림(PNG)").click()
    assert re.fullmatch(r"leaderboard-rehearsal-.*[0-9]+\.png", download.value.suggested_filename)
    width, height = struct.unpack(">II", download.value.path().read_bytes()[16:24])
    assert (width, height > 84 * page.get_by_test_id("row").count()) == (1080, True)


OPEN_ALL = "for (const part of document.querySelectorAll('details')) part.open = true"
TOO_WIDE = """[...document.querySelectorAll(".table-wrap")].filter(wrap => wrap.scrollWidth > wrap.clientWidth + 1)
.map(wrap => wrap.getAttribute("aria-label"))"""


@pytest.fixture(scope="module")
def crowded(site: Site, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an archive of 59 entrants, each of which met the next two."""
    file = tmp_path_factory.mktemp("votes") / "crowd.csv"
    names = [f"연구 모형 {number} (13B-instruct)" for number in range(59)]
    pairs = [(one, names[(place + step) % 59]) for place, one in enumerate(names) for step in (1, 2)]
    votes = [f"{a},{b},{said}" for a, b in pairs for said in ("model_a", "model_b", "model_a", "tie") * 3]
    file.write_text("\n".join(["model_a,model_b,winner", *votes]))
    site.manage("import_votes", str(file), "--stage", "crowd")
    return "/leaderboard/?stage=crowd"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_board_of_59_is_accessible_and_fits_a_phone_whatever_is_open(
    new_page: NewPage, crowded: str, language: str
) -> None:
    page = new_page(language=language)
    page.goto(crowded)
    assert_accessible(page, "59 entrants")
    page.evaluate(OPEN_ALL)
    assert_accessible(page, "59 entrants, all open")
    assert page.get_by_test_id("row").count() == 59
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(TOO_WIDE) == []


def test_a_board_of_five_fits_a_phone_whatever_is_open(new_page: NewPage) -> None:
    page = new_page(width=390)
    open_board(page)
    page.evaluate(OPEN_ALL)
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_filters_can_be_used_and_what_they_show_is_accessible(new_page: NewPage, language: str) -> None:
    page = new_page(language=language)
    open_board(page)
    page.locator("select[name=slice]").select_option("turns:1")
    page.locator(".choices button").click()
    expect(page).to_have_url(re.compile("slice=turns%3A1"))
    expect(page.locator(".headline .scope")).to_be_visible()
    assert_accessible(page, "a part of the votes")


def test_the_picture_of_an_archive_is_called_one_and_holds_all_rows(new_page: NewPage, crowded: str) -> None:
    page = new_page()
    page.goto(crowded)
    with page.expect_download() as download:
        page.locator("[data-picture]").click()
    assert download.value.suggested_filename == "leaderboard-archive-crowd-1.png"
    _width, height = struct.unpack(">II", download.value.path().read_bytes()[16:24])
    assert height > 59 * 84
