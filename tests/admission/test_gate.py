"""The bound of the line: how many battles may wait, and what whoever comes then is told."""

import random
from typing import Any

import pytest
from django.test import Client

from arena.actions.battles import open_battle, open_turn
from arena.actions.errors import LineFull
from arena.actions.turns import claim_turn
from arena.models import Battle, Exposure
from tests.arena_cast import MINJI, NOW, drawn, make_pool, ready
from tests.web.conftest import enqueued, minji, rehearsal

__all__ = ["enqueued", "minji", "rehearsal"]
pytestmark = pytest.mark.django_db
PROMPT = "감자는 언제 심나요?"


def try_to_open(pool: str, most_waiting: int) -> None:
    open_battle(pool, MINJI, PROMPT, rng=random.Random(1), now=NOW, most_waiting=most_waiting)


def test_a_battle_beyond_the_bound_is_refused_and_counts_as_not_drawn() -> None:
    pool = make_pool()
    for _ in range(2):
        try_to_open(pool, 2)
    with pytest.raises(LineFull):
        try_to_open(pool, 2)
    assert sum(Exposure.objects.values_list("drawn", flat=True)) == 2


def test_a_battle_that_has_started_makes_room() -> None:
    pool = make_pool()
    waiting = drawn(pool)
    claim_turn(waiting.turn_ref, NOW)
    try_to_open(pool, 1)
    assert Battle.objects.count() == 2


def test_a_follow_up_is_refused_by_a_full_line_and_can_still_be_voted_on() -> None:
    pool = make_pool()
    mine = ready(pool)
    drawn(pool, seed=2)
    with pytest.raises(LineFull):
        open_turn(mine.battle_ref, MINJI, PROMPT, NOW, most_waiting=1)
    assert Battle.objects.get(ref=mine.battle_ref).state == "ready"


@pytest.mark.usefixtures("rehearsal", "enqueued")
def test_the_refusal_says_what_to_do(minji: Client, settings: Any) -> None:
    settings.ARENA_MOST_WAITING = 1
    minji.post("/battles/", {"prompt": PROMPT})
    found = minji.post("/battles/", {"prompt": PROMPT})
    problem = found.json()
    assert (found.status_code, found["Content-Type"], problem["code"]) == (503, "application/problem+json", "line_full")
    assert "다시 눌러 주세요" in problem["detail"]


@pytest.mark.usefixtures("rehearsal", "enqueued")
def test_the_refused_question_stays_in_the_box(minji: Client, settings: Any) -> None:
    settings.ARENA_MOST_WAITING = 1
    minji.post("/battles/", {"prompt": PROMPT})
    page = Client().post("/battles/", {"prompt": "고구마는 언제 캐나요?"})
    assert page.status_code == 503
    assert "고구마는 언제 캐나요?" in page.content.decode()
