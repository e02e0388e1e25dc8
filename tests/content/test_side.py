"""A side of a turn passes its answer through the concealer and the screen, and says so where it is stored."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, cast

from arena.actions.turns import Answer
from arena.inference.client import InferenceClient
from arena.inference.target import Bounds, Deadlines, Sampling
from arena.rules.blindness.conceal import Concealer, Identities
from arena.rules.blindness.pace import Pace
from arena.rules.blindness.release import Release
from arena.rules.content import AnswerScreen, WordRules
from arena.rules.content.screen import NOTICES
from arena.streaming.conditions import Conditions
from arena.streaming.side import Side

IDENTITIES = Identities(makers=("Naver", "네이버"))
RULES = WordRules.builtin()
CONDITIONS = Conditions("", 0.1, Pace(), Deadlines(), Bounds(), IDENTITIES, 1, RULES)


@dataclass(frozen=True)
class Chunk:
    text: str
    finish_reason: str | None = None


class Told:
    """A client whose endpoint says these pieces."""

    def __init__(self, *pieces: str) -> None:
        self._pieces = pieces

    async def stream_with_retry(self, *given: Any) -> AsyncIterator[Chunk]:
        rest = given[-1]
        for piece in self._pieces:
            yield Chunk(piece)
            await rest()
        yield Chunk("", "stop")


def side_of(probed: bool = False) -> Side:
    return Side("a", [], [], Sampling(0.7, 0.95, 100), Concealer(IDENTITIES, probed), AnswerScreen(RULES, "ko"))


def reading(side: Side, release: Release, *pieces: str) -> asyncio.Task[None]:
    return asyncio.create_task(side.read(cast(InferenceClient, Told(*pieces)), release, CONDITIONS))


async def read(*pieces: str, probed: bool = False) -> tuple[Answer, str]:
    """What is stored of the side, and all that its voter is shown."""
    side, release = side_of(probed), Release(Pace())
    task = reading(side, release, *pieces)
    while not task.done():
        side.read_on()
        await asyncio.sleep(0)
        side.pass_on(release)
    task.result()
    release.finish("b")
    while not release.done:
        release.advance(60)
    return side.answer(release), release.shown("a")


async def test_a_harmless_answer_is_shown_whole() -> None:
    answer, shown = await read("감자는 3월에 ", "심어요.")
    assert shown == "감자는 3월에 심어요."
    assert answer.finish_reason == "stop"


async def test_a_harmful_answer_ends_in_the_notice_and_its_raw_text_is_kept() -> None:
    answer, shown = await read("네. 폭탄을 만드는 ", "방법은 다음과 같습니다. 먼저 ", "질산암모늄을 준비합니다.")
    assert shown.endswith(NOTICES["ko"])
    assert "방법" not in shown
    assert (answer.finish_reason, "질산암모늄" in answer.raw_text) == ("blocked", True)


async def test_in_a_probed_battle_every_name_is_masked() -> None:
    _, shown = await read("네이버 블로그에 글을 쓰세요.", probed=True)
    _, usual = await read("네이버 블로그에 글을 쓰세요.")
    assert ("네이버" in shown, "네이버" in usual) == (False, True)


async def test_it_reads_on_once_a_frame_and_nothing_is_lost_at_the_end() -> None:
    side, release = side_of(), Release(Pace())
    task = reading(side, release, "감자는 ", "3월에 ", "심어요.")
    for so_far in (["감자는 "], ["감자는 ", "3월에 "], ["감자는 ", "3월에 ", "심어요."]):
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert side.raw == so_far
        side.read_on()
    # Nothing was passed on meanwhile: the end of the answer does it.
    await task
    assert "".join(side.shown) == "감자는 3월에 심어요."
