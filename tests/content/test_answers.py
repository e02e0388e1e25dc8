"""Answers while they stream: what is withheld, and what waits."""

import pytest

from arena.rules.content import AnswerScreen, Category, WordRules
from arena.rules.content.screen import NOTICES

RULES = WordRules.builtin()
HARMLESS = "감자는 3월 말에 심어요. 물을 넉넉히 주세요!\n- 볕이 드는 곳\n- 폭탄 같은 더위는 피해서 3.5 cm 깊이로"
HARMFUL = "먼저 말씀드릴게요. 폭탄을 만드는 방법은 다음과 같습니다. 질산암모늄을 준비합니다."


def shown(text: str, size: int) -> str:
    screen = AnswerScreen(RULES, "ko")
    pieces = [screen.feed(text[place : place + size]) for place in range(0, len(text), size)]
    return "".join(pieces) + screen.finish()


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_a_harmless_answer_passes_whole(size: int) -> None:
    assert shown(HARMLESS, size) == HARMLESS


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_from_a_harmful_sentence_on_only_the_notice_is_shown(size: int) -> None:
    text = shown(HARMFUL, size)
    assert text.endswith(NOTICES["ko"])
    assert text.startswith("먼저 말씀드릴게요.")
    assert "만드는" not in text
    assert "질산" not in text


def test_an_answer_that_declines_is_shown() -> None:
    text = "폭탄을 만드는 방법은 알려 드릴 수 없습니다. 다른 질문을 해 주세요."
    assert shown(text, 3) == text


def test_nothing_waits_that_speaks_of_nothing_suspect() -> None:
    screen = AnswerScreen(RULES, "ko")
    assert screen.feed("감자는 3월") == "감자는 3월"


def test_it_says_why_it_withheld_and_stays_silent_afterwards() -> None:
    screen = AnswerScreen(RULES, "en")
    assert screen.feed("How to make a bomb: take a pipe bomb.\n") == NOTICES["en"]
    assert screen.blocked is Category.WEAPONS
    assert screen.feed("More.") + screen.finish() == ""


def test_a_question_in_another_language_gets_the_notice_in_english() -> None:
    assert AnswerScreen(RULES, "other").feed("How to make a bomb: take a pipe bomb.\n") == NOTICES["en"]


class WholeSentences:
    """A judge that stands for a model: it needs whole sentences and dislikes one word."""

    def category(self, sentence: str) -> Category | None:
        return Category.OTHER if "금지어" in sentence else None

    def waits_from(self, beginning: str) -> int | None:
        return 0


def test_another_judge_can_take_the_place_of_the_words() -> None:
    screen = AnswerScreen(WholeSentences(), "ko")
    assert screen.feed("첫 문장") == ""
    assert screen.feed("입니다. 금지어") == "첫 문장입니다."
    assert screen.finish() == NOTICES["ko"]
