"""What the sweep finds when a worker falls silent."""

from datetime import timedelta

import pytest

from arena.actions.turns import beat_turns, claim_turn, sweep_turns
from arena.models import Battle
from tests.arena_cast import MINJI, NOW, drawn, make_pool, ready, streaming

pytestmark = pytest.mark.django_db


def test_a_turn_without_a_beat_for_half_a_minute_ends_the_battle_void() -> None:
    opened = streaming(make_pool())
    swept = sweep_turns(NOW + timedelta(seconds=31))
    assert swept.voided == ((opened.battle_ref, 1),)
    assert Battle.objects.get().void_reason == "stalled"


def test_a_site_may_give_a_silent_worker_up_sooner() -> None:
    opened = streaming(make_pool())
    sooner = timedelta(seconds=10)
    assert sweep_turns(NOW + timedelta(seconds=9), stalled_after=sooner).voided == ()
    assert sweep_turns(NOW + timedelta(seconds=11), stalled_after=sooner).voided == ((opened.battle_ref, 1),)


def test_a_turn_that_beats_is_left_alone() -> None:
    opened = streaming(make_pool())
    beat_turns({opened.turn_ref}, NOW + timedelta(seconds=20))
    assert sweep_turns(NOW + timedelta(seconds=40)).voided == ()


def test_the_beat_tells_which_turns_have_ended_elsewhere() -> None:
    pool = make_pool()
    running, ended = streaming(pool), ready(pool, seed=2)
    assert beat_turns({running.turn_ref, ended.turn_ref}, NOW) == {running.turn_ref}


def test_an_unclaimed_turn_is_nudged_again_and_then_given_up() -> None:
    opened = drawn(make_pool())
    assert sweep_turns(NOW + timedelta(seconds=6)).unclaimed == (opened.turn_ref,)
    assert sweep_turns(NOW + timedelta(seconds=46)).voided == ((opened.battle_ref, 1),)
    assert not claim_turn(opened.turn_ref, NOW + timedelta(seconds=47))


def test_a_sweep_of_one_battle_leaves_the_others() -> None:
    pool = make_pool()
    mine, other = streaming(pool), streaming(pool, MINJI, seed=2)
    sweep_turns(NOW + timedelta(seconds=31), mine.battle_ref)
    assert Battle.objects.get(ref=other.battle_ref).state == "streaming"
