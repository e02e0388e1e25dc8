"""The twin itself: the same answers for the same seed, in the asked language, and vLLM's manners."""

import json
import re
import statistics
from pathlib import Path

import aiohttp
import pytest

from arena.inference.rehearsal.answers import compose
from arena.inference.rehearsal.cast import BUILTIN, CastError, read_cast
from arena.inference.rehearsal.texts import ENGLISH, HANGUL, KOREAN, Language
from tests.inference.conftest import CAST, NARROW, QUICK, Twin

PROMPTS = [
    "봄 감자는 언제 심나요?",
    "기초연금은 어떻게 신청하나요?",
    "광합성을 설명해 주세요.",
    "엑셀에서 중복을 지우는 방법은?",
    "전세 계약 전에 무엇을 보나요?",
    "혈압을 낮추려면?",
    "파이썬 함수로 평균을 구해 줘",
    "할머니 생신 편지를 써 주세요.",
]
# Whole words in Latin letters: "algorithm" holds no team.
NAMES = re.compile(
    r"엑사원|네이버|클로바|바르코|배키|엔씨|텔레콤|에이닷|솔라|업스테이지"
    r"|\b(exaone|k-exaone|lg|naver|clova|hyperclova|varco|vaetki|nc|sk|skt|a\.x|solar|upstage)\b",
    re.IGNORECASE,
)


def answer(prompt: str, strength: float = 0.9, seed: str = "x") -> str:
    return compose([("user", prompt)], seed, strength)


async def test_the_same_question_gets_the_same_answer(twin: Twin) -> None:
    assert await twin.ask() == await twin.ask()


def test_another_seed_gives_another_answer() -> None:
    assert len({answer(PROMPTS[0], 0.5, str(seed)) for seed in range(8)}) > 1


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_korean_question_gets_a_korean_answer_that_says_it_is_a_rehearsal(prompt: str) -> None:
    assert "리허설" in answer(prompt)
    assert HANGUL.search(answer(prompt))


def test_an_english_question_gets_an_english_answer() -> None:
    said = answer("When should I plant potatoes?")
    assert "rehearsal answer" in said
    assert not HANGUL.search(said)


def test_each_topic_gets_its_own_answer() -> None:
    assert len({answer(prompt).partition("\n")[2] for prompt in PROMPTS}) == len(PROMPTS)


def test_a_stronger_entrant_says_more() -> None:
    mean = {
        strength: statistics.mean(len(answer(prompt, strength, str(seed))) for prompt in PROMPTS for seed in range(10))
        for strength in (0.2, 0.4, 0.55, 0.75, 0.9)
    }
    assert list(mean.values()) == sorted(mean.values())


def test_a_follow_up_does_not_repeat_what_was_said() -> None:
    first = compose([("user", PROMPTS[0])], "x", 0.4)
    second = compose([("user", PROMPTS[0]), ("assistant", first), ("user", "그 다음은요?")], "x", 0.4)
    said = [point.head for point in KOREAN.topics["farming"].points if point.head in first]
    # One earlier point is named to go on from; none is made again.
    assert sum(head in second for head in said) == 1


@pytest.mark.parametrize("language", [KOREAN, ENGLISH], ids=["ko", "en"])
def test_no_practice_text_names_a_team(language: Language) -> None:
    assert NAMES.findall(f"{language.phrases} {language.topics}") == []


def test_markdown_of_every_kind_is_rehearsed() -> None:
    texts = "".join(topic.extra for topic in KOREAN.topics.values())
    assert all(mark in texts for mark in ("|---|", "```python", "$$", "> "))


def test_the_built_in_parts_have_five_names_that_say_nothing() -> None:
    names = [part.served_name for part in BUILTIN.parts]
    assert len(set(names)) == 5
    assert all(name.startswith("m-") for name in names)


async def test_served_names_and_health_can_be_asked_for(twin: Twin) -> None:
    async with aiohttp.ClientSession(twin.url) as session:
        async with session.get("/v1/models") as listed:
            assert [entry["id"] for entry in (await listed.json())["data"]] == [p.served_name for p in CAST.parts]
        async with session.get("/health") as health:
            assert health.status == 200


@pytest.mark.parametrize(
    ("change", "status"),
    [({"model": "m-none"}, 404), ({"messages": []}, 400), ({"max_tokens": 0}, 400), ({"temperature": 9}, 400),
     ({"model": NARROW, "max_tokens": 6000}, 400)],
)  # fmt: skip
async def test_what_cannot_be_answered_is_refused_in_the_protocols_form(
    twin: Twin, change: dict[str, object], status: int
) -> None:
    body = {"model": QUICK, "messages": [{"role": "user", "content": "?"}], **change}
    async with aiohttp.ClientSession(twin.url) as session, session.post("/v1/chat/completions", json=body) as got:
        assert got.status == status
        assert (await got.json())["error"]["code"] == status


async def test_a_stop_word_ends_the_answer(twin: Twin) -> None:
    body = {"model": QUICK, "messages": [{"role": "user", "content": "감자?"}], "stop": ["이에요"]}
    async with aiohttp.ClientSession(twin.url) as session, session.post("/v1/chat/completions", json=body) as got:
        choice = (await got.json())["choices"][0]
    assert choice["message"]["content"].endswith("답변")
    assert choice["finish_reason"] == "stop"


async def test_an_unknown_fault_is_refused_with_the_known_ones(twin: Twin) -> None:
    body = {"served_name": QUICK, "fault": "sulk", "remaining": 1}
    async with aiohttp.ClientSession(twin.url) as session, session.post("/rehearsal/faults", json=body) as got:
        assert got.status == 400
        assert "half_utf8" in await got.text()


def test_a_cast_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "cast.json"
    part = {"served_name": "m-1", "first_token_seconds": 0, "tokens_per_second": 9, "strength": 0.5, "fault": "html"}
    path.write_text(json.dumps({"seed": "s", "parts": [part]}))
    cast = read_cast(path)
    assert (cast.seed, cast.parts[0].fault) == ("s", "html")


def test_a_cast_that_makes_no_sense_is_refused_with_its_path(tmp_path: Path) -> None:
    path = tmp_path / "cast.json"
    path.write_text('{"parts": [{"served_name": "m-1"}]}')
    with pytest.raises(CastError, match=r"cast\.json"):
        read_cast(path)
