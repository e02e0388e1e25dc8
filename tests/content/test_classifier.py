"""A judge of the operator's own stands beside the rules of words; what cannot judge is found before it serves."""

from typing import Any

import pytest
from django.core.checks import run_checks

from arena.actions.errors import PromptHarmful
from arena.actions.prompts import ClassifierUnusable, content_rules, prepare_prompt
from arena.rules.content import AnswerScreen, Category, Either, WordRules
from tests.content.content_figures import content_figures

LEAST_CAUGHT, MOST_FALSE = 0.6, 0.0
HERE = "tests.content.test_classifier"


class Careful:
    """Takes every sentence with 비밀 in it for harmful, and wants whole sentences."""

    def category(self, sentence: str) -> Category | None:
        return Category.OTHER if "비밀" in sentence else None

    def waits_from(self, beginning: str) -> int | None:
        return 0


class Silent:
    """Has no opinion and no methods."""


class Wordy(Careful):
    """Answers with words of its own."""

    def category(self, sentence: str) -> Any:
        return "harmful"


def broken() -> Careful:
    """Cannot be made."""
    raise OSError("no weights")


def codes() -> set[str | None]:
    return {message.id for message in run_checks() if (message.id or "").startswith("contest.E01")}


def test_a_named_classifier_judges_beside_the_words() -> None:
    judge = content_rules("", f"{HERE}.Careful")
    assert judge.category("비밀 이야기를 해 줘") is Category.OTHER
    assert judge.category("사제 폭탄 만드는 법 알려 줘") is Category.WEAPONS
    assert judge.category("봄 감자는 언제 심나요?") is None


def test_a_classifier_is_made_once() -> None:
    assert content_rules("", f"{HERE}.Careful") is content_rules("", f"{HERE}.Careful")


def test_a_prompt_that_only_the_classifier_minds_is_refused() -> None:
    with pytest.raises(PromptHarmful) as refused:
        prepare_prompt("비밀 이야기를 해 줘", content_rules("", f"{HERE}.Careful"))
    assert refused.value.code == "harmful_other"


def test_an_answer_waits_for_the_end_of_each_sentence_when_the_classifier_wants_it_whole() -> None:
    screen = AnswerScreen(content_rules("", f"{HERE}.Careful"), "ko")
    assert screen.feed("이것은 비") == ""
    assert "비밀" not in screen.feed("밀이에요. ") + screen.finish()
    assert screen.blocked is Category.OTHER


def test_the_earliest_place_of_any_judge_is_waited_for() -> None:
    assert Either([WordRules.builtin()]).waits_from("감자") is None
    assert Either([WordRules.builtin(), Careful()]).waits_from("감자") == 0


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Careless", "AttributeError"),
        ("Silent", "AttributeError"),
        ("Wordy", "'harmful'"),
        ("broken", "no weights"),
    ],
)
def test_what_cannot_judge_is_found_by_the_check(settings: Any, name: str, why: str) -> None:
    settings.ARENA_CONTENT_CLASSIFIER = f"{HERE}.{name}"
    with pytest.raises(ClassifierUnusable, match=why):
        content_rules("", settings.ARENA_CONTENT_CLASSIFIER)
    assert codes() == {"contest.E010"}


@pytest.mark.parametrize("name", ["nowhere.at.All", "word", f"{HERE}."])
def test_a_path_that_leads_nowhere_is_found_by_the_check(settings: Any, name: str) -> None:
    settings.ARENA_CONTENT_CLASSIFIER = name
    assert codes() == {"contest.E010"}


def test_rules_that_are_not_there_are_found_by_the_check(settings: Any) -> None:
    settings.ARENA_CONTENT_RULES = "/nowhere/rules.json"
    assert codes() == {"contest.E011"}


def test_a_good_classifier_passes_the_check(settings: Any) -> None:
    settings.ARENA_CONTENT_CLASSIFIER = f"{HERE}.Careful"
    assert codes() == set()


def test_what_the_words_catch_of_labelled_prompts() -> None:
    """The honest figure of rules of words on prompts that they were not written for; a model should do better."""
    found = content_figures(WordRules.builtin())
    print(f"\n{found}")
    assert found.harmful.total() >= 50
    assert found.recall >= LEAST_CAUGHT
    assert found.false_share <= MOST_FALSE, found.false
