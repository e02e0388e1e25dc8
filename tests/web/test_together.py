"""Calls that come at once are answered together."""

import asyncio
import threading
from collections.abc import Sequence
from itertools import chain

import pytest

from contest.together import Together


class Answering:
    """Doubles numbers once it is let go; remembers which came together."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.may_go, self.both_came = threading.Event(), threading.Event()

    def __call__(self, asked: Sequence[int]) -> list[int]:
        self.batches.append(list(asked))
        if len(self.batches) == 2:
            self.both_came.set()
        self.may_go.wait(10)
        return [2 * number for number in asked]


async def begun(together: Together[int, int], numbers: Sequence[int]) -> "asyncio.Future[list[int]]":
    """These calls, after each of them was made."""
    calls = asyncio.gather(*map(together, numbers))
    await asyncio.sleep(0)
    return calls


async def test_what_comes_while_another_is_answered_goes_together_and_each_gets_its_own_answer() -> None:
    answering = Answering()
    together = Together(answering, most=10, threads=1)
    calls = await begun(together, [1, 2, 3, 4])
    answering.may_go.set()
    assert await calls == [2, 4, 6, 8]
    assert sorted(map(len, answering.batches)) in ([1, 3], [4])
    assert sorted(chain.from_iterable(answering.batches)) == [1, 2, 3, 4]


async def test_no_more_go_together_than_may() -> None:
    answering = Answering()
    together = Together(answering, most=2, threads=1)
    calls = await begun(together, range(7))
    answering.may_go.set()
    assert await calls == [0, 2, 4, 6, 8, 10, 12]
    assert max(map(len, answering.batches)) == 2


async def test_a_second_thread_answers_while_the_first_waits() -> None:
    answering = Answering()
    together = Together(answering, most=1, threads=2)
    calls = await begun(together, [1, 2])
    await asyncio.to_thread(answering.both_came.wait, 10)
    assert len(answering.batches) == 2
    answering.may_go.set()
    assert await calls == [2, 4]


async def test_an_error_is_raised_for_all_that_went_together_and_the_next_are_answered() -> None:
    def answer(asked: Sequence[int]) -> list[int]:
        if 13 in asked:
            raise ValueError("thirteen")
        return list(asked)

    together = Together(answer, most=10, threads=1)
    for number in (13, 7):
        if number == 7:
            assert await together(number) == 7
            continue
        with pytest.raises(ValueError, match="thirteen"):
            await together(number)


async def test_a_caller_that_goes_away_keeps_nobody_else_from_an_answer() -> None:
    answering = Answering()
    together = Together(answering, most=10, threads=1)
    gone, stays = asyncio.ensure_future(together(1)), asyncio.ensure_future(together(2))
    await asyncio.sleep(0)
    gone.cancel()
    answering.may_go.set()
    assert await stays == 4
