"""Every reason has its sentences, in both languages."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from contest.queries.issue_texts import TEXTS, issue_text
from contest.rules.issues import Issue
from contest.rules.roles import Act

CONTEST = Path(__file__).resolve().parents[2] / "contest"
SPOKEN = re.compile(r"""Issue\(\s*"([a-z0-9_]+)\"""")
BOUNDED = ("max_turns", "min_votes", "max_tokens", "least_seconds", "texts_kept_days", "temperature", "top_p")
MISSING = ("name_ko", "name_en", "rules_ko", "rules_en")


def spoken_codes() -> set[str]:
    """The codes that rules and actions can answer with."""
    sources = [*(CONTEST / "rules").glob("*.py"), *(CONTEST / "actions").glob("*.py")]
    codes = {code for path in sources for code in SPOKEN.findall(path.read_text())}
    made = {f"{name}_out_of_bounds" for name in BOUNDED} | {f"{name}_missing" for name in MISSING}
    made |= {f"{kind}_{what}" for kind in ("topic", "gate") for what in ("slug_wrong", "name_missing")}
    return codes | made


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
