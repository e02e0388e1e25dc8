"""Calls that come at once are answered together."""

import asyncio
import threading
from collections.abc import Sequence

import pytest

from contest.together import Together


class Answering:
    """Doubles numbers once it is let go; remembers which came together."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.may_go, self.one_came, self.both_came = threading.Event(), threading.Event(), threading.Event()

    def __call__(self, asked: Sequence[int]) -> list[int]:
        self.batches.append(list(asked))
        (self.one_came if len(self.batches) == 1 else self.both_came).set()
        self.may_go.wait(10)
        return [2 * number for number in asked]


async def begun_each(together: Together[int, int], numbers: Sequence[int]) -> list["asyncio.Task[int]"]:
    """The same, each for itself."""
    calls = [asyncio.ensure_future(together(number)) for number in numbers]
    await asyncio.sleep(0)
    return calls


async def begun(together: Together[int, int], numbers: Sequence[int]) -> "asyncio.Future[list[int]]":
    """These calls, after each of them was made."""
    return asyncio.gather(*(await begun_each(together, numbers)))


async def test_what_comes_while_another_is_answered_goes_together_and_each_gets_its_own_answer() -> None:
    answering = Answering()
    together = Together(answering, most=10, threads=1)
    first = await begun(together, [1])
    await asyncio.to_thread(answering.one_came.wait, 10)
    others = await begun(together, [2, 3, 4])
    answering.may_go.set()
    assert await first + await others == [2, 4, 6, 8]
    assert answering.batches == [[1], [2, 3, 4]]


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


@pytest.mark.parametrize("wrong", [ValueError("thirteen"), None], ids=["an error", "an answer too few"])
async def test_what_goes_wrong_is_raised_for_all_that_went_together_and_the_next_are_answered(
    wrong: Exception | None,
) -> None:
    def answer(asked: Sequence[int]) -> list[int]:
        if 13 not in asked:
            return list(asked)
        if wrong:
            raise wrong
        return []

    together = Together(answer, most=10, threads=1)
    found = await asyncio.gather(*(await begun_each(together, [13, 14])), return_exceptions=True)
    assert [type(error) for error in found] == [ValueError, ValueError]
    assert await together(7) == 7


async def test_a_caller_that_goes_away_keeps_nobody_else_from_an_answer() -> None:
    answering = Answering()
    together = Together(answering, most=10, threads=1)
    gone, stays = await begun_each(together, [1, 2])
    gone.cancel()
    answering.may_go.set()
    assert await stays == 4
