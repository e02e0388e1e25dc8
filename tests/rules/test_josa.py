"""Particles after names of every kind."""

import pytest

from contest.rules.josa import Josa, josa


@pytest.mark.parametrize(
    ("name", "particle"),
    [
        ("LG AI연구원", "과"),
        ("업스테이지", "와"),
        ("네이버클라우드", "와"),
        ("SK텔레콤", "과"),
        ("NC AI", "와"),
        ("A.X K1", "과"),
        ("Solar 102B", "와"),
        ("GPT 4", "와"),
        ("GPT-10", "과"),
        ("모델 100", "과"),
        ("HTML", "과"),
        ("KAIST R", "과"),
        ("Open", "과"),
        ("Qwen", "과"),
        ("Mistral", "과"),
        ("Ling", "과"),
        ("Grok", "과"),
        ("Black", "과"),
        ("Line", "과"),
        ("Google", "과"),
        ("Claude", "와"),
        ("Llama", "와"),
        ("Solar", "와"),
        ("Gemini", "와"),
        ("연구원(서울)", "과"),
        ("“누리”", "와"),
    ],
)
def test_the_particle_follows_the_last_sound(name: str, particle: str) -> None:
    assert josa(name, Josa.AND) == particle


@pytest.mark.parametrize("name", ["", "…", "研究院", "Ω", "x²"])
def test_what_cannot_be_read_gets_both_forms(name: str) -> None:
    assert josa(name, Josa.AND) == "과(와)"


def test_the_subject_has_its_own_forms() -> None:
    assert josa("연구원", Josa.SUBJECT) + josa("누리", Josa.SUBJECT) == "이가"
