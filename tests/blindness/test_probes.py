"""Which prompts ask who answers. `pytest -s` prints precision and recall."""

import pytest

from arena.rules.blindness.identities import Identities
from arena.rules.blindness.probes import asks_who_answers
from tests.blindness.labelled_lines import lines
from tests.blindness.probe_figures import figures, held_out, labelled

IDENTITIES = Identities.builtin()


def test_nearly_all_labelled_questions_are_told_apart() -> None:
    found = figures(*labelled())
    print(f"\nlabelled: recall {found.recall:.1%}, precision {found.precision:.1%}")
    assert found.recall >= 0.95, found.missed
    assert found.precision >= 0.97, found.false


def test_odd_wordings_that_no_pattern_knows_are_found_now_and_then() -> None:
    """The honest figure for what nobody thought of: the masking of names must hold without this."""
    found = figures(*held_out())
    print(f"\nheld out: recall {found.recall:.1%}, precision {found.precision:.1%}")
    assert found.recall >= 0.3, found.missed
    assert found.precision >= 0.7, found.false


def test_the_labelled_set_is_large() -> None:
    asking, harmless = labelled()
    assert min(len(asking), len(harmless)) >= 250


def test_hardly_any_harmless_text_looks_like_a_question_for_the_answerer() -> None:
    harmless = lines("harmless_ko", "harmless_en", "harmless_more")
    found = figures([], harmless)
    assert len(found.false) <= 0.01 * len(harmless), found.false


@pytest.mark.parametrize(
    "prompt", ["누구세요?", "ＷＨＯ ａｒｅ ｙｏｕ?", "너 **이름**이 뭐야", "감자 심는 법을 알려 줘. 그런데 너 누구야?"]
)
def test_spellings_and_company_do_not_hide_the_question(prompt: str) -> None:
    assert asks_who_answers(prompt, IDENTITIES)


@pytest.mark.parametrize(
    "prompt",
    [
        "네이버 본사가 어디야?",
        "Who made the iPhone?",
        '"What is your name?"을 한국어로 번역해 줘',
        "너의 이름은 결말 해석",
    ],
)
def test_talking_about_a_company_or_about_the_words_is_no_probe(prompt: str) -> None:
    assert not asks_who_answers(prompt, IDENTITIES)
