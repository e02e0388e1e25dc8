"""The twin's practice texts: what it can say about which topic, in each language."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HANGUL = re.compile("[가-힣]")
ANYTHING_ELSE = "other"


@dataclass(frozen=True)
class Point:
    """One piece of advice: the head alone is enough to act on, the detail makes it useful."""

    head: str
    detail: str


@dataclass(frozen=True)
class Topic:
    """What can be said about a topic. `words` in a prompt call it; `extra` is a table, code, a formula or a quote."""

    title: str
    words: tuple[str, ...]
    points: tuple[Point, ...]
    extra: str
    example: str
    simple: str


@dataclass(frozen=True)
class Language:
    """All texts of one language. `asks` are the words of a follow-up that wants a special form of the answer."""

    phrases: dict[str, Any]
    asks: dict[str, list[str]]
    topics: dict[str, Topic]

    def topic_of(self, prompts: list[str]) -> Topic:
        """The topic of the latest prompt that names one; the topic for anything else when none does."""
        for prompt in reversed(prompts):
            words = prompt.lower()
            scores = {name: sum(word in words for word in topic.words) for name, topic in self.topics.items()}
            best = max(scores, key=lambda name: scores[name])
            if scores[best]:
                return self.topics[best]
        return self.topics[ANYTHING_ELSE]

    def ask_of(self, prompt: str) -> str | None:
        """Which special form a follow-up asks for: shorter, example, simpler, or None."""
        words = prompt.lower()
        return next((name for name, calls in self.asks.items() if any(call in words for call in calls)), None)


def _topic(data: dict[str, Any]) -> Topic:
    points = tuple(Point(head, detail) for head, detail in data["points"])
    return Topic(data["title"], tuple(data["words"]), points, data["extra"], data["example"], data["simple"])


def _language(code: str) -> Language:
    data = json.loads((Path(__file__).parent / f"{code}.json").read_text(encoding="utf-8"))
    topics = {name: _topic(topic) for name, topic in data["topics"].items()}
    return Language(data["phrases"], data["asks"], topics)


KOREAN = _language("ko")
ENGLISH = _language("en")


def language_of(prompt: str) -> Language:
    """The language to answer in: Korean as soon as there is a Korean letter."""
    return KOREAN if HANGUL.search(prompt) else ENGLISH
