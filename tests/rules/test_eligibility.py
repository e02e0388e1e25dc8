"""May a battle begin now?"""

from dataclasses import replace
from datetime import timedelta

from contest.rules.eligibility import StageWindow, issues_before_battle
from tests.contest.cast import CLOSES, OPENS

WINDOW = StageWindow(OPENS, CLOSES, pool_is_open=True)
MOMENT = timedelta(seconds=1)


def test_within_the_window_of_an_open_pool_a_battle_begins() -> None:
    assert issues_before_battle(WINDOW, OPENS) == issues_before_battle(WINDOW, CLOSES - MOMENT) == []


def test_each_reason_keeps_a_battle_from_beginning() -> None:
    assert issues_before_battle(None, OPENS) == ["no_open_stage"]
    assert issues_before_battle(WINDOW, OPENS - MOMENT) == ["stage_not_open_yet"]
    assert issues_before_battle(WINDOW, CLOSES) == ["stage_closed"]
    assert issues_before_battle(replace(WINDOW, pool_is_open=False), OPENS) == ["stage_paused"]
