"""The language of a prompt: Korean, English or another."""

import pytest

from arena.rules.topics import classify
from tests.topics.test_topics import SEEN, UNSEEN


@pytest.mark.parametrize(
    "prompt",
    [
        "봄 감자는 언제 심나요?",
        "React에서 useEffect dependency array 쓰는 법",
        "다음 글을 번역해 줘: The quick brown fox jumps over the lazy dog, and then it sleeps for a while.",
        "def add(a, b):\n    return a + b\n이 함수 설명해 줘",
        "ㅋㅋㅋ",
    ],
)
def test_korean_questions_are_korean_whatever_they_quote(prompt: str) -> None:
    assert classify(prompt).language == "ko"


@pytest.mark.parametrize(
    "prompt",
    [
        "When should I plant potatoes?",
        "What does 사랑해 mean in a love song?",
        "Python list comprehension",
        "Best café near the fiancé's house",
        "print('hello') gives SyntaxError, why?",
    ],
)
def test_english_questions_are_english(prompt: str) -> None:
    assert classify(prompt).language == "en"


@pytest.mark.parametrize(
    "prompt",
    [
        "いつ植えますか",
        "什么时候种土豆？",
        "Когда сажать картошку?",
        "Khi nào thì trồng khoai tây?",
        "Wann soll ich Kartoffeln pflanzen?",
        "¿Cuándo se plantan las patatas?",
        "Quand faut-il planter les pommes de terre ?",
        "Bagaimana cara menanam kentang?",
        "Kartoshkani qachon ekish kerak?",
        "Kailan dapat magtanim ng patatas?",
        "ปลูกมันฝรั่งเมื่อไหร่",
        "1 + 1 = ?",
        "🙂",
    ],
)
def test_other_languages_and_no_letters_at_all_are_other(prompt: str) -> None:
    assert classify(prompt).language == "other"


def test_the_labelled_lines_are_in_the_language_they_were_written_in() -> None:
    lines = [prompt for _label, prompt in SEEN + UNSEEN]
    wrong = [line for line in lines if classify(line).language != ("ko" if is_korean(line) else "en")]
    assert len(wrong) <= 0.01 * len(lines), wrong


def is_korean(line: str) -> bool:
    """Written in Korean: more Korean letters than the few that an English line quotes."""
    return sum("가" <= letter <= "힣" for letter in line) > 7 or not any(
        "a" <= letter <= "z" for letter in line.lower()
    )
