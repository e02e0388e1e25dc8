"""What counts as an answer that is none."""

import pytest

from arena.rules.useless import SAME_TIMES, is_empty, is_one_piece


@pytest.mark.parametrize("text", ["", "  \n\n "])
def test_what_cannot_be_seen_is_empty(text: str) -> None:
    assert is_empty(text)


@pytest.mark.parametrize(
    "text", ["!" * 200, "네 " * 50, "the the the the the the the the the th", "가나다" * SAME_TIMES]
)
def test_one_token_over_and_over_is_one_piece(text: str) -> None:
    assert is_one_piece(text)


@pytest.mark.parametrize(
    "text",
    ["", "네.", "1", "하하하하", "네 네 네, 봄에 심어요.", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10", "가" * (SAME_TIMES - 1)],
)
def test_short_answers_and_answers_with_something_else_in_them_are_not(text: str) -> None:
    assert not is_one_piece(text)


def test_a_long_piece_that_comes_again_is_style() -> None:
    assert not is_one_piece("감자는 땅이 따뜻해지는 삼월에 심어요. " * 20)
