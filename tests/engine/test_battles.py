"""Battles open, go on, and end without a vote."""

import random
from collections import Counter
from datetime import timedelta

import pytest

from arena.actions.battles import expire_battles, leave_battles, open_battle, open_turn, stop_battle, void_battle
from arena.actions.errors import (
    BattleNotFound,
    NotReady,
    PoolClosed,
    PromptEmpty,
    PromptTooLong,
    TooFewEntrants,
    TurnsUsedUp,
)
from arena.actions.pools import EndpointAddress, enrol_entrant, join_pool, set_pool_open, withdraw_from_pool
from arena.actions.turns import claim_turn, complete_turn, fail_turn
from arena.models import Battle, Completion, Entrant, Exposure
from arena.queries.battles import battle_for_socket, turn_for_worker
from arena.rules.lifecycle import State, VoidReason
from tests.arena_cast import JUNHO, MINJI, NOW, answer, drawn, make_pool, ready, streaming, voted

pytestmark = pytest.mark.django_db


def pairs_met() -> Counter[tuple[int, int]]:
    return Counter(Battle.objects.exclude(state="void").values_list("entrant_a", "entrant_b"))


def test_twenty_battles_of_five_entrants_meet_every_ordered_pair_once() -> None:
    pool = make_pool()
    for seed in range(20):
        drawn(pool, seed=seed)
    assert set(pairs_met().values()) == {1}
    assert len(pairs_met()) == 20


def test_a_void_battle_gives_its_pair_back_to_the_draw() -> None:
    pool = make_pool()
    void_battle(drawn(pool).battle_ref, VoidReason.STALLED, NOW)
    for seed in range(20):
        drawn(pool, seed=seed)
    assert set(pairs_met().values()) == {1}


def test_a_battle_is_voided_only_once() -> None:
    opened = drawn(make_pool())
    assert void_battle(opened.battle_ref, VoidReason.STALLED, NOW)
    assert not void_battle(opened.battle_ref, VoidReason.SIDE_FAILED, NOW)
    assert Battle.objects.get().void_reason == "stalled"
    assert sum(Exposure.objects.values_list("drawn", flat=True)) == 0


def test_a_closed_pool_takes_no_battle() -> None:
    pool = make_pool()
    set_pool_open(pool, False)
    with pytest.raises(PoolClosed):
        drawn(pool)


def test_one_entrant_alone_cannot_battle() -> None:
    with pytest.raises(TooFewEntrants):
        drawn(make_pool(names=("Pine",)))


def test_a_withdrawn_entrant_is_drawn_no_more() -> None:
    pool = make_pool()
    gone = Entrant.objects.get(name="Cedar")
    withdraw_from_pool(pool, gone.ref, NOW)
    for seed in range(24):
        drawn(pool, seed=seed)
    assert all(gone.pk not in pair for pair in pairs_met())


def test_a_late_entrant_meets_the_others_from_then_on_equally_often() -> None:
    pool = make_pool(names=("Pine", "Maple", "Birch"))
    for seed in range(12):
        drawn(pool, seed=seed)
    join_pool(pool, enrol_entrant("Latecomer", [EndpointAddress("http://127.0.0.1:9/late", "m-late")]))
    for seed in range(12):
        drawn(pool, seed=seed)
    late = Entrant.objects.get(name="Latecomer").pk
    assert sum(late in pair for pair in pairs_met().elements()) == 6


@pytest.mark.parametrize(("prompt", "error"), [("  \n ", PromptEmpty), ("가" * 8001, PromptTooLong)])
def test_a_prompt_out_of_bounds_is_refused_before_anything_is_written(prompt: str, error: type[Exception]) -> None:
    pool = make_pool()
    with pytest.raises(error):
        open_battle(pool, MINJI, prompt, rng=random.Random(1), now=NOW)
    assert not Battle.objects.exists()


@pytest.mark.parametrize(
    ("prompt", "language"), [("감자는 언제 심나요?", "ko"), ("When to plant?", "en"), ("いつ植えますか", "other")]
)
def test_a_battle_knows_the_language_of_its_prompt(prompt: str, language: str) -> None:
    open_battle(make_pool(), MINJI, prompt, rng=random.Random(1), now=NOW)
    assert Battle.objects.get().language == language


def test_only_one_worker_can_claim_a_turn() -> None:
    opened = drawn(make_pool())
    assert claim_turn(opened.turn_ref, NOW)
    assert not claim_turn(opened.turn_ref, NOW)


def test_a_completed_turn_makes_the_battle_ready_and_keeps_both_texts() -> None:
    opened = ready(make_pool())
    texts = dict(Completion.objects.values_list("side", "shown_text"))
    assert texts == {"a": "왼쪽 답변", "b": "오른쪽 답변"}
    assert battle_for_socket(opened.battle_ref, MINJI).state == "ready"  # type: ignore[union-attr]


def test_completing_again_after_a_lost_acknowledgement_says_ready() -> None:
    opened = ready(make_pool())
    assert complete_turn(opened.turn_ref, answer(), answer(), NOW) is State.READY


def test_completing_a_stopped_turn_says_void_and_keeps_it_void() -> None:
    opened = streaming(make_pool())
    stop_battle(opened.battle_ref, MINJI, NOW)
    assert complete_turn(opened.turn_ref, answer(), answer(), NOW) is State.VOID


def test_a_failed_side_voids_the_battle_and_the_voter_is_not_told_which() -> None:
    opened = streaming(make_pool())
    fail_turn(opened.turn_ref, {"b": "stalled"}, NOW)
    assert Battle.objects.get().void_reason == "side_failed"
    view = battle_for_socket(opened.battle_ref, MINJI)
    assert view is not None
    assert (view.state, view.a, view.b) == ("void", "", "")


def test_a_follow_up_shows_each_side_its_own_history_only() -> None:
    opened = ready(make_pool())
    number, turn_ref = open_turn(opened.battle_ref, MINJI, "더 짧게요.", NOW)
    task = turn_for_worker(turn_ref)
    assert number == 2
    assert task.a.history == (("봄 감자는 언제 심나요?", "왼쪽 답변"),)
    assert task.b.history == (("봄 감자는 언제 심나요?", "오른쪽 답변"),)


def test_a_follow_up_waits_until_both_answers_are_complete() -> None:
    opened = streaming(make_pool())
    with pytest.raises(NotReady):
        open_turn(opened.battle_ref, MINJI, "더 짧게요.", NOW)


def test_a_sixth_turn_is_refused() -> None:
    opened = ready(make_pool())
    for _ in range(4):
        _, turn_ref = open_turn(opened.battle_ref, MINJI, "더요.", NOW)
        claim_turn(turn_ref, NOW)
        complete_turn(turn_ref, answer(), answer(), NOW)
    with pytest.raises(TurnsUsedUp):
        open_turn(opened.battle_ref, MINJI, "더요.", NOW)


def test_another_voter_can_neither_follow_up_nor_stop_nor_look() -> None:
    opened = streaming(make_pool())
    with pytest.raises(BattleNotFound):
        open_turn(opened.battle_ref, JUNHO, "더요.", NOW)
    with pytest.raises(BattleNotFound):
        stop_battle(opened.battle_ref, JUNHO, NOW)
    assert battle_for_socket(opened.battle_ref, JUNHO) is None


def test_stopping_a_complete_battle_is_refused() -> None:
    opened = ready(make_pool())
    with pytest.raises(NotReady):
        stop_battle(opened.battle_ref, MINJI, NOW)


def test_only_battles_that_wait_for_their_answers_or_get_them_end_when_their_voter_leaves() -> None:
    pool = make_pool()
    battles = [drawn(pool), streaming(pool), ready(pool)]
    leave_battles({battle.battle_ref for battle in battles}, NOW)
    leave_battles({battle.battle_ref for battle in battles}, NOW)
    rows = [Battle.objects.get(ref=battle.battle_ref) for battle in battles]
    assert [(row.state, row.void_reason) for row in rows] == [("void", "left"), ("void", "left"), ("ready", "")]
    assert sum(Exposure.objects.values_list("drawn", flat=True)) == 1


def test_a_battle_left_without_a_vote_expires_and_a_voted_one_does_not() -> None:
    pool = make_pool()
    left, done = ready(pool), voted(pool, seed=2)
    later = NOW + timedelta(hours=25)
    assert expire_battles(later - timedelta(hours=24), later) == 1
    states = dict(Battle.objects.values_list("ref", "state"))
    assert states == {left.battle_ref: "expired", done.battle_ref: "voted"}
