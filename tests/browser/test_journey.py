"""A citizen's battle in a real browser, from the question to the leaderboard."""

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from tests.browser.steps import ask, ask_and_read, state, vote
from tests.services.browsers import NewPage

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]


def test_a_citizen_asks_reads_follows_up_votes_and_learns_who_was_who(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    page.get_by_test_id("start").click()
    page.get_by_test_id("prompt").fill("봄 감자는 언제 심는 것이 좋은가요?")
    page.get_by_test_id("ask").click()
    state(page, "ready")
    for side in ("a", "b"):
        expect(page.get_by_test_id(f"answer-{side}")).to_contain_text("리허설")
    page.get_by_test_id("follow-up").fill("더 짧게 정리해 주세요.")
    page.get_by_test_id("follow-up-send").click()
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".turn").nth(1).get_by_test_id("answer-a")).to_contain_text("리허설")
    state(page, "ready")
    vote(page)
    expect(page.get_by_test_id("reveal").locator("h3")).to_have_count(2)
    expect(page.get_by_test_id("receipt")).to_have_text(re.compile(r"[\w-]{16}"))


def test_the_leaderboard_moves_while_it_is_open(new_page: NewPage) -> None:
    board, page = new_page(), new_page()
    board.goto("/leaderboard/")
    before = int(board.get_by_test_id("board-number").get_attribute("data-number") or 0)
    ask_and_read(page)
    vote(page, "b_better")
    expect(board.get_by_test_id("board-number")).not_to_have_attribute("data-number", str(before))
    assert int(board.get_by_test_id("board-number").get_attribute("data-number") or 0) > before


def test_the_whole_battle_can_be_done_by_keyboard_alone(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/battles/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("prompt")).to_be_focused()
    page.keyboard.type("전세 계약 전에 무엇을 확인해야 하나요?")
    page.keyboard.press("Control+Enter")
    state(page, "ready")
    for _ in range(40):
        if page.evaluate("document.activeElement.name") == "outcome":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_test_id("outcome-b_better")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("reveal")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "reveal-place"


def test_a_reload_in_mid_stream_goes_on_where_it_was(new_page: NewPage) -> None:
    page = new_page()
    ask(page, "중학생에게 광합성을 설명해 주세요.")
    state(page, "streaming")
    expect(page.get_by_test_id("answer-a")).to_contain_text("리허설")
    page.reload()
    state(page, "ready")
    a = page.get_by_test_id("answer-a").inner_text()
    page.reload()
    state(page, "ready")
    assert page.get_by_test_id("answer-a").inner_text() == a


def test_a_second_tab_sees_the_same_answers(new_page: NewPage) -> None:
    page = new_page()
    ask(page)
    state(page, "streaming")
    other = page.context.new_page()
    other.goto(page.url)
    state(page, "ready")
    state(other, "ready")
    for side in ("answer-a", "answer-b"):
        assert other.get_by_test_id(side).inner_text() == page.get_by_test_id(side).inner_text()


def test_stopping_ends_the_battle_kindly_and_keeps_the_question(new_page: NewPage) -> None:
    page = new_page()
    ask(page, "하늘은 왜 파란가요?")
    state(page, "streaming")
    page.get_by_test_id("stop").click()
    state(page, "void")
    expect(page.locator("#void-text")).to_contain_text("멈췄어요")
    page.get_by_test_id("again").click()
    state(page, "ready")
    expect(page.locator(".question").last).to_contain_text("하늘은 왜 파란가요?")


def test_another_battle_follows_without_a_reload(new_page: NewPage) -> None:
    page = new_page()
    ask_and_read(page)
    vote(page, "tie")
    page.evaluate("window.stayed = true")
    page.get_by_test_id("another").click()
    expect(page.get_by_test_id("prompt")).to_be_focused()
    page.get_by_test_id("prompt").fill("무지개는 어떻게 생기나요?")
    page.get_by_test_id("ask").click()
    state(page, "ready")
    assert page.evaluate("window.stayed")
    expect(page.get_by_test_id("reveal")).to_have_count(0)


def test_a_refused_question_stays_in_the_box(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/battles/")
    page.route("**/battles/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_test_id("prompt").fill("사라지면 안 되는 긴 질문")
    page.get_by_test_id("ask").click()
    expect(page.get_by_test_id("alert")).to_contain_text("인터넷 연결을 확인하고")
    expect(page.get_by_test_id("prompt")).to_have_value("사라지면 안 되는 긴 질문")


def test_a_vote_whose_answer_was_lost_is_sent_again_and_counted_once(new_page: NewPage) -> None:
    page = new_page()
    ask_and_read(page)
    keys = []

    def lose_the_first_answer(route):  # type: ignore[no-untyped-def]
        keys.append(re.search(r"key=([\w-]+)", route.request.post_data)[1])
        if len(keys) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/vote/", lose_the_first_answer)
    page.get_by_test_id("outcome-both_bad").check()
    page.get_by_test_id("vote").click()
    expect(page.locator("#vote-alert")).to_contain_text("다시 눌러 주세요")
    page.get_by_test_id("vote").click()
    expect(page.get_by_test_id("reveal")).to_be_visible()
    assert keys[0] == keys[1]


def test_a_phone_shows_one_answer_at_a_time_and_swipes_to_the_other(new_page: NewPage) -> None:
    page = new_page(width=390, has_touch=True, is_mobile=True)
    ask_and_read(page)
    expect(page.get_by_test_id("answer-a")).to_be_in_viewport()
    page.locator("[data-show=b]").click()
    expect(page.get_by_test_id("answer-b")).to_be_in_viewport(ratio=0.5)
    expect(page.get_by_test_id("answer-a")).not_to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate("document.querySelector('.sides').scrollTo({ left: 0, behavior: 'instant' })")
    expect(page.locator("[data-show=a]")).to_have_attribute("aria-pressed", "true")
    vote(page)


def test_on_a_phone_a_short_answer_leaves_no_gap_beside_a_long_one(new_page: NewPage) -> None:
    page = new_page(width=390)
    ask_and_read(page)
    for side in ("a", "b"):
        page.locator(f"[data-show={side}]").click()
        expect(page.locator(f"[data-show={side}]")).to_have_attribute("aria-pressed", "true")
        row, shown = (page.locator(which).bounding_box() for which in (".sides", f".answer[data-side={side}]"))
        assert row is not None
        assert shown is not None
        assert abs(row["height"] - shown["height"]) < 2


def test_two_clicks_open_one_battle(new_page: NewPage) -> None:
    page = new_page()
    opened = []
    page.on("request", lambda request: opened.append(request.url) if request.method == "POST" else None)
    page.goto("/battles/")
    page.get_by_test_id("prompt").fill("비 오는 날에는 무엇을 하면 좋을까요?")
    page.get_by_test_id("ask").dblclick()
    state(page, "ready")
    assert len(opened) == 1


def test_reasons_and_a_comment_go_with_the_vote(new_page: NewPage) -> None:
    page = new_page()
    ask_and_read(page)
    page.locator(".more summary").click()
    page.get_by_label("말이 자연스러워요").check()
    page.get_by_label("한마디").fill("읽기 쉬워요")
    with page.expect_request("**/vote/") as sent:
        vote(page)
    body = parse_qs(sent.value.post_data)
    assert (body["reasons"], body["comment"]) == (["natural_korean"], ["읽기 쉬워요"])


def test_with_reduced_motion_answers_appear_only_when_complete(new_page: NewPage) -> None:
    page = new_page(reduced_motion="reduce")
    ask(page)
    state(page, "streaming")
    expect(page.get_by_test_id("answer-a")).to_be_empty()
    state(page, "ready")
    expect(page.get_by_test_id("answer-a")).to_contain_text("리허설")


def test_the_first_load_of_the_battle_page_is_light(new_page: NewPage) -> None:
    page = new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto("/battles/", wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    assert 20_000 < sum(received) <= 300_000
