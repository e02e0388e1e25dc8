"""Opening a battle, following up and stopping, as a browser does."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from arena.actions.pools import set_pool_open
from arena.models import Battle
from contest.models import Stage
from tests.arena_cast import answer
from tests.web.play import complete, open_battle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rehearsal")]


def test_a_prompt_opens_a_battle_and_enqueues_its_turn(minji: Client, enqueued: list[str]) -> None:
    opened = open_battle(minji)
    assert opened["url"] == f"/battles/{opened['battle']}/"
    assert enqueued == [Battle.objects.get().turns.get().ref]


def test_without_a_script_the_answer_is_a_redirect_to_the_battle(enqueued: list[str]) -> None:
    found = Client().post("/battles/", {"prompt": "감자는 언제 심나요?"})
    assert (found.status_code, found["Location"]) == (303, f"/battles/{Battle.objects.get().ref}/")


def test_a_first_visit_gets_a_signed_cookie_that_scripts_cannot_read(minji: Client, enqueued: list[str]) -> None:
    open_battle(minji)
    cookie = minji.cookies["citizen"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_the_same_browser_is_the_same_voter_and_another_is_not(
    minji: Client, junho: Client, enqueued: list[str]
) -> None:
    for browser in (minji, minji, junho):
        open_battle(browser)
    first, second, third = Battle.objects.order_by("pk").values_list("voter_ref", flat=True)
    assert first == second != third


def test_a_forged_cookie_is_nobody(junho: Client, enqueued: list[str]) -> None:
    junho.cookies["citizen"] = "somebody:forged"
    open_battle(junho)
    assert junho.cookies["citizen"].value != "somebody:forged"


@pytest.mark.parametrize(("prompt", "code"), [("   ", "prompt_empty"), ("가" * 8001, "prompt_too_long")])
def test_a_bad_prompt_gets_a_sentence_that_says_what_to_do(
    minji: Client, enqueued: list[str], prompt: str, code: str
) -> None:
    found = minji.post("/battles/", {"prompt": prompt})
    problem = found.json()
    assert (found.status_code, found["Content-Type"], problem["code"]) == (400, "application/problem+json", code)
    assert "주세요" in problem["detail"]
    assert enqueued == []


def test_a_refused_prompt_stays_in_the_form(enqueued: list[str]) -> None:
    long = "긴글" * 4001
    page = Client().post("/battles/", {"prompt": long})
    assert page.status_code == 400
    assert long in page.content.decode()


def test_too_many_battles_in_a_minute_are_refused_kindly(
    minji: Client, junho: Client, enqueued: list[str], limits: Any
) -> None:
    limits.BATTLES_PER_MINUTE = 2
    codes = [minji.post("/battles/", {"prompt": "감자?"}).status_code for _ in range(3)]
    assert codes == [201, 201, 429]
    assert junho.post("/battles/", {"prompt": "감자?"}).status_code == 201


def test_without_redis_people_can_still_ask(minji: Client, enqueued: list[str], settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert minji.post("/battles/", {"prompt": "감자?"}).status_code == 201


def test_a_paused_stage_is_said_to_be_paused(minji: Client, enqueued: list[str]) -> None:
    set_pool_open(Stage.objects.get().pool.ref, False)
    assert minji.post("/battles/", {"prompt": "감자?"}).json()["code"] == "stage_paused"


def test_a_closed_stage_is_said_to_be_closed(minji: Client, enqueued: list[str]) -> None:
    Stage.objects.update(opens_at=datetime(2025, 1, 1, tzinfo=UTC), closes_at=datetime(2025, 2, 1, tzinfo=UTC))
    assert minji.post("/battles/", {"prompt": "감자?"}).json()["code"] == "stage_closed"


def test_without_a_csrf_token_nothing_is_opened(enqueued: list[str]) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/battles/", {"prompt": "감자?"}).status_code == 403
    assert not Battle.objects.exists()


def test_a_follow_up_opens_the_next_turn(minji: Client, enqueued: list[str]) -> None:
    battle_ref = open_battle(minji)["battle"]
    complete(battle_ref, answer("하나"), answer("둘"))
    found = minji.post(f"/battles/{battle_ref}/turns/", {"prompt": "더 짧게요."})
    assert (found.status_code, found.json()["turn"]) == (201, 2)
    assert len(enqueued) == 2


def test_a_follow_up_before_the_answers_are_complete_is_refused(minji: Client, enqueued: list[str]) -> None:
    battle_ref = open_battle(minji)["battle"]
    assert minji.post(f"/battles/{battle_ref}/turns/", {"prompt": "더요."}).json()["code"] == "not_ready"


def test_stopping_ends_the_battle_and_tells_the_worker(minji: Client, enqueued: list[str]) -> None:
    battle_ref = open_battle(minji)["battle"]
    assert minji.post(f"/battles/{battle_ref}/stop/").json() == {"state": "void"}
    assert Battle.objects.get().void_reason == "stopped"
    assert len(enqueued) == 2


@pytest.mark.parametrize("tail", ["turns/", "stop/", "vote/"])
def test_another_voters_battle_and_no_battle_look_the_same(
    minji: Client, junho: Client, enqueued: list[str], tail: str
) -> None:
    battle_ref = open_battle(minji)["battle"]
    open_battle(junho)
    body = {"prompt": "더요.", "outcome": "tie", "key": "0123456789abcdef"}
    theirs = junho.post(f"/battles/{battle_ref}/{tail}", body)
    nobodys = junho.post(f"/battles/no-such-battle/{tail}", body)
    assert (theirs.status_code, theirs.content) == (nobodys.status_code, nobodys.content)
    assert theirs.status_code == 404


def test_another_voters_battle_page_is_not_there(minji: Client, junho: Client, enqueued: list[str]) -> None:
    battle_ref = open_battle(minji)["battle"]
    assert junho.get(f"/battles/{battle_ref}/").status_code == 404
    assert minji.get(f"/battles/{battle_ref}/").status_code == 200


def test_a_question_in_another_language_claims_no_language_on_the_page(minji: Client, enqueued: list[str]) -> None:
    battle_ref = open_battle(minji, "いつジャガイモを植えますか")["battle"]
    page = minji.get(f"/battles/{battle_ref}/").content.decode()
    assert '"lang": ""' in page
    assert '"lang": "other"' not in page
