"""Every reason has its sentences, in both languages."""

import pytest
from django.utils.translation import override

from contest.queries.issue_texts import TEXTS, issue_text
from contest.rules.issues import Issue
from contest.rules.roles import Act
from tests.contest.spoken_codes import spoken_codes


def test_every_reason_has_its_sentences_and_no_sentence_is_left_over() -> None:
    assert set(TEXTS) == spoken_codes()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_facts_stand_in_the_sentences(language: str) -> None:
    with override(language):
        text = issue_text(Issue("entrant_is_frozen", {"entrant": "pine-1", "stage": "one"}))
    assert "pine-1" in text.reason
    assert "one" in text.reason
    assert text.remedy.endswith(".")


def test_a_refused_role_is_told_in_plain_words() -> None:
    with override("ko"):
        text = issue_text(Issue("role_does_not_allow", {"act": Act.OPEN_STAGE}))
    assert text.reason == "맡은 역할로는 할 수 없는 일이에요."
