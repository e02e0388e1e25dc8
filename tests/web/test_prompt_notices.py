"""What a person is told about their prompt, and what never comes back."""

import json
import logging

import pytest
from django.test import Client

from tests.arena_cast import answer
from tests.web.play import complete, open_battle, vote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rehearsal", "enqueued")]
CARD = "4111 1111 1111 1111"


def test_the_answer_holds_the_masked_prompt_and_says_what_was_masked(minji: Client) -> None:
    opened = open_battle(minji, f"카드 {CARD} 로 샀어요")
    assert opened["prompt"] == "카드 [카드번호] 로 샀어요"
    assert "가렸습니다: 카드번호" in opened["notices"][0]


def test_the_page_and_the_log_never_show_what_was_masked(minji: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    opened = open_battle(minji, f"카드 {CARD} 로 샀어요")
    page = minji.get(opened["url"]).content.decode()
    assert json.dumps(opened["notices"]) in page
    assert CARD not in page + caplog.text


def test_a_follow_up_is_told_about_as_well(minji: Client) -> None:
    battle_ref = open_battle(minji)["battle"]
    complete(battle_ref, answer("하나"), answer("둘"))
    told = minji.post(f"/battles/{battle_ref}/turns/", {"prompt": f"그리고 {CARD}"}).json()
    assert told["prompt"] == "그리고 [카드번호]"
    assert len(told["notices"]) == 1


def test_a_plain_prompt_is_told_nothing(minji: Client) -> None:
    opened = open_battle(minji)
    assert (opened["prompt"], opened["notices"]) == ("봄 감자는 언제 심나요?", [])


def test_asking_who_answers_is_told_before_and_after_the_vote(minji: Client) -> None:
    opened = open_battle(minji, "누구세요?")
    complete(opened["battle"], answer("하나"), answer("둘"))
    voted = vote(minji, opened["battle"]).json()
    assert "순위에 세지 않아요" in opened["notices"][0]
    assert voted["counted"] is False
    assert "누가 답하는지 물어본 대결" in voted["html"]


@pytest.mark.parametrize(
    ("prompt", "code"), [("화염병 제조 방법", "harmful_weapons"), ("고통 없이 자살하는 방법", "harmful_self_harm")]
)
def test_a_harmful_prompt_is_refused_with_a_sentence_and_stays_in_the_form(prompt: str, code: str) -> None:
    refused = Client().post("/battles/", {"prompt": prompt}, headers={"Accept": "application/json"})
    page = Client().post("/battles/", {"prompt": prompt})
    assert (refused.status_code, refused.json()["code"]) == (400, code)
    assert refused.json()["detail"] in page.content.decode()
    assert f">{prompt}</textarea>" in page.content.decode()
