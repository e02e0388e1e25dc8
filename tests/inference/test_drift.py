"""How far answers are from a fingerprint: pure."""

import pytest

from arena.rules.drift import DRIFTED, GreedyAnswer, Token, drift

SEOUL = (Token("서울", -0.1, {"서울": -0.1, "부산": -3.0}), Token("이에요", -0.5, {"이에요": -0.5, "입니다": -0.52}))


def answer(*tokens: Token) -> GreedyAnswer:
    return GreedyAnswer("".join(token.text for token in tokens), tokens)


def moved(by: float) -> GreedyAnswer:
    return answer(*(Token(token.text, token.logprob + by, token.rivals) for token in SEOUL))


def test_the_same_answers_are_no_drift() -> None:
    assert drift([answer(*SEOUL)], [answer(*SEOUL)]) == 0


def test_rounding_is_hardly_any() -> None:
    assert drift([answer(*SEOUL)], [moved(0.02)]) < 0.05


def test_a_near_tie_that_turned_is_not_another_version() -> None:
    turned = (SEOUL[0], Token("입니다", -0.51, {"이에요": -0.53, "입니다": -0.51}))
    assert drift([answer(*SEOUL)], [answer(*turned)]) < DRIFTED


def test_a_word_that_was_never_likely_is() -> None:
    other = (Token("도쿄", -0.1, {"도쿄": -0.1, "교토": -2.0}),)
    assert drift([answer(*SEOUL)], [answer(*other)]) == 1


def test_surer_of_the_same_words_is_another_version_too() -> None:
    assert drift([answer(*SEOUL)], [moved(-0.6)]) >= DRIFTED


def test_without_log_probabilities_the_words_are_compared() -> None:
    assert drift([GreedyAnswer("서울이에요.")], [GreedyAnswer("서울이에요.")]) == 0
    assert drift([GreedyAnswer("서울이에요.")], [GreedyAnswer("도쿄예요.")]) == 1
    assert drift([GreedyAnswer("abcd")], [answer(*SEOUL)]) == 1


def test_an_empty_answer_is_like_an_empty_one_only() -> None:
    assert drift([GreedyAnswer("")], [GreedyAnswer("")]) == 0
    assert drift([GreedyAnswer("")], [GreedyAnswer("a")]) == 1


def test_it_is_a_mean_over_all_questions() -> None:
    same, other = GreedyAnswer("abcd"), GreedyAnswer("xbcd")
    assert drift([same, same], [same, other]) == 0.5


@pytest.mark.parametrize("now", [[], [GreedyAnswer("a")] * 2])
def test_another_number_of_answers_cannot_be_compared(now: list[GreedyAnswer]) -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        drift([GreedyAnswer("a")], now)
