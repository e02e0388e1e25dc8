"""A battle's states and moves."""

import pytest

from arena.rules.lifecycle import TABLE, TERMINAL, Move, State, allows, sources, target


def test_every_battle_can_still_end_from_every_state_that_is_not_an_end() -> None:
    for state in set(State) - TERMINAL:
        assert allows(state, Move.VOID)


def test_the_ends_are_voted_void_and_expired() -> None:
    assert {State.VOTED, State.VOID, State.EXPIRED} == TERMINAL


@pytest.mark.parametrize("move", Move)
def test_no_move_leaves_an_end(move: Move) -> None:
    assert not sources(move) & TERMINAL


def test_a_vote_is_possible_only_when_both_answers_are_complete() -> None:
    assert sources(Move.VOTE) == {State.READY}


def test_a_follow_up_sends_the_battle_back_to_the_queue() -> None:
    assert (sources(Move.ASK), target(Move.ASK)) == ({State.READY}, State.DRAWN)


def test_every_state_but_the_first_can_be_reached() -> None:
    assert {state for _, state in TABLE.values()} == set(State)
