"""A whole battle between two real vLLM servers, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import ask_and_read, state, vote
from tests.services.browsers import NewPage

pytestmark = [pytest.mark.vllm, pytest.mark.browser]


def test_a_citizen_battles_two_real_servers_follows_up_and_votes(new_page: NewPage) -> None:
    page = new_page()
    ask_and_read(page)
    for side in ("a", "b"):
        expect(page.get_by_test_id(f"answer-{side}")).not_to_be_empty()
    page.get_by_test_id("follow-up").fill("더 짧게 정리해 주세요.")
    page.get_by_test_id("follow-up-send").click()
    expect(page.locator(".turn")).to_have_count(2)
    state(page, "ready")
    vote(page)
    expect(page.get_by_test_id("reveal").locator("h3")).to_have_count(2)
