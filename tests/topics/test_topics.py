"""Topics by words: how often they are found and how often they are wrong, on lines that the words never saw.

`seen.txt` are the lines by which the words were chosen. `unseen.txt` were written when the words were fixed, and the
words are not mended by them: whoever mends words by one of these lines moves it to `seen.txt` and writes another.
"""

import json
from collections import Counter
from pathlib import Path

import pytest
from django.utils import translation

from arena.rules.topics import OTHER, classify
from arena.rules.topics.topic import BEGINNING, END
from contest.web.topics import TOPICS, Topic

HERE = Path(__file__).parent
SEEN, UNSEEN = (
    [line.split("\t") for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()]
    for name in ("seen", "unseen")
)
SLUGS = sorted(topic.slug for topic in TOPICS)
# What is held on the unseen lines, topic by topic and over all. Precision matters more: a wrong topic spoils a slice,
# a missed one only makes it smaller.
LEAST_PRECISION, LEAST_RECALL = 0.8, 0.6
LEAST_PRECISION_OVER_ALL, LEAST_RECALL_OVER_ALL = 0.88, 0.74
LEAST_KEPT_OUT = 0.88


@pytest.fixture(scope="module")
def told() -> Counter[tuple[str, str]]:
    """How many unseen lines have which label and are told to be which topic."""
    return Counter((label, classify(prompt).slug) for label, prompt in UNSEEN)


def shares(told: Counter[tuple[str, str]], slugs: list[str]) -> tuple[float, float]:
    """Precision and recall of these topics taken together."""
    right = sum(told[slug, slug] for slug in slugs)
    claimed = sum(count for (_label, said), count in told.items() if said in slugs)
    there = sum(count for (label, _said), count in told.items() if label in slugs)
    return right / claimed, right / there


def test_the_lines_are_many_and_none_is_on_both_sides() -> None:
    assert len(UNSEEN) >= 400
    assert not {prompt for _label, prompt in SEEN} & {prompt for _label, prompt in UNSEEN}
    assert {label for label, _prompt in UNSEEN} == {*SLUGS, OTHER}


@pytest.mark.parametrize("slug", SLUGS)
def test_a_topic_is_found_and_seldom_wrong(told: Counter[tuple[str, str]], slug: str) -> None:
    precision, recall = shares(told, [slug])
    print(f"{slug:10} precision {precision:.2f}  recall {recall:.2f}")
    assert precision >= LEAST_PRECISION
    assert recall >= LEAST_RECALL


def test_all_topics_together_are_found_and_seldom_wrong(told: Counter[tuple[str, str]]) -> None:
    precision, recall = shares(told, SLUGS)
    print(f"{'all':10} precision {precision:.2f}  recall {recall:.2f}  of {len(UNSEEN)} unseen lines")
    assert precision >= LEAST_PRECISION_OVER_ALL
    assert recall >= LEAST_RECALL_OVER_ALL


def test_what_belongs_nowhere_is_kept_out_of_the_topics(told: Counter[tuple[str, str]]) -> None:
    kept_out = shares(told, [OTHER])[1]
    print(f"{OTHER:10} kept out of the topics {kept_out:.2f}")
    assert kept_out >= LEAST_KEPT_OUT


@pytest.mark.parametrize(
    "prompt",
    [
        "전세계 인구는 몇 명이에요?",
        "고소한 콩국수 먹고 싶다",
        "운동화 빠는 법",
        "고추장이 너무 매워요",
        "Who was Napoleon?",
        "My suede jacket got wet",
    ],
)
def test_a_short_stem_is_not_seen_in_a_longer_word(prompt: str) -> None:
    assert classify(prompt).slug == OTHER


def test_two_topics_that_weigh_the_same_are_neither() -> None:
    assert classify("파이썬 농사").slug == OTHER


def test_a_word_repeated_says_no_more() -> None:
    assert classify("파이썬 농사 농사 농사").slug == OTHER


def test_a_long_text_between_question_and_end_does_not_decide() -> None:
    pasted = "감자 농사와 모종과 비료 이야기. " * 40
    assert len(pasted) > BEGINNING + END
    assert classify(f"다음 글을 영어로 번역해 주세요.\n{'.' * BEGINNING}{pasted}{'.' * END}").slug == "letters"


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.slug)
def test_the_example_prompts_of_the_battle_page_fall_into_their_topic(topic: Topic, language: str) -> None:
    with translation.override(language):
        prompts = [str(prompt) for prompt in topic.prompts]
    assert {classify(prompt).slug for prompt in prompts} == {topic.slug}


def test_every_exception_keeps_a_stem_from_being_seen() -> None:
    """An exception that shields nothing is dead weight in the list."""
    words = json.loads((HERE.parents[1] / "arena/rules/topics/words.json").read_text(encoding="utf-8"))
    lists = [
        stems for languages in words["topics"].values() for lists in languages.values() for stems in lists.values()
    ]
    stems = {stem.lstrip("=~") for listed in lists for stem in listed.split(", ")}
    exceptions = [stem for listed in words["none"].values() for stem in listed.split(", ")]
    idle = [one for one in exceptions if not any(shields(part, stem) for part in one.split() for stem in stems)]
    assert not idle


def shields(part: str, stem: str) -> bool:
    """Whether the stem would be seen in this part of an exception, or in a phrase that begins with it."""
    return part.startswith(stem) or stem.startswith(f"{part} ")
