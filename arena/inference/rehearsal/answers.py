"""Practice answers: the same conversation, seed and strength always give the same text.

Strength shapes what a reader can notice: how many points there are, whether they are explained, whether there is an
example, a table and a close, how polite the tone is, and how often something is wrong, repeated or broken off.
"""

import json
import random

from arena.inference.rehearsal.texts import Language, Point, Topic, language_of

STRONG = 0.6
FAIR = 0.35
"""From STRONG on an answer is well formed throughout; below FAIR it is blunt and careless."""


def compose(conversation: list[tuple[str, str]], seed: str, strength: float) -> str:
    """The answer to a conversation of (role, content). `strength` runs from 0 (weak) to 1 (strong)."""
    asked = [content for role, content in conversation if role == "user"]
    said = "\n".join(content for role, content in conversation if role == "assistant")
    language = language_of(asked[-1])
    topic = language.topic_of(asked)
    rng = random.Random(json.dumps([seed, asked], ensure_ascii=False))  # noqa: S311  a scripted answer
    ask = language.ask_of(asked[-1]) if len(asked) > 1 else None
    if ask is not None:
        return _special(ask, language, topic, said, strength, rng)
    points = _choose(topic, said, strength, rng)
    parts = [_opening(language, topic, said, strength, rng), _body(points, strength, rng)]
    if strength >= STRONG or rng.random() < strength / 2:
        parts.append(topic.extra)
    if rng.random() < strength:
        parts.append(language.phrases["for_example"] + topic.example)
    return _flawed([*parts, _close(language, strength, rng)], language, strength, rng)


def pieces(text: str, seed: str) -> list[str]:
    """The text cut into token-like pieces of one to four characters."""
    rng = random.Random(seed)  # noqa: S311  a scripted answer
    cut, position = [], 0
    while position < len(text):
        length = rng.randint(1, 4)
        cut.append(text[position : position + length])
        position += length
    return cut


def _choose(topic: Topic, said: str, strength: float, rng: random.Random) -> list[Point]:
    """As many points as the strength allows, first those that were not said in an earlier turn."""
    count = max(1, min(len(topic.points), round(1 + 5 * strength + rng.uniform(-1, 1))))
    fresh = [point for point in topic.points if point.head not in said] or list(topic.points)
    chosen = rng.sample(fresh, k=min(count, len(fresh)))
    return sorted(chosen, key=topic.points.index) if strength >= FAIR else chosen


def _body(points: list[Point], strength: float, rng: random.Random) -> str:
    if strength < FAIR:
        return " ".join(f"{point.head}." for point in points)
    lines = []
    for number, point in enumerate(points, start=1):
        head = f"**{point.head}.**" if strength >= STRONG else f"{point.head}."
        detail = f" {point.detail}" if rng.random() < strength + 0.2 else ""
        lines.append(f"{number}. {head}{detail}")
    return "\n".join(lines)


def _opening(language: Language, topic: Topic, said: str, strength: float, rng: random.Random) -> str:
    earlier = _earlier(topic, said)
    if earlier is not None:
        kind = "again" if strength >= FAIR else "blunt_again"
        return str(rng.choice(language.phrases[kind])).format(earlier=earlier)
    kind = "opening" if strength >= STRONG else "plain_opening" if strength >= FAIR else "blunt_opening"
    return str(rng.choice(language.phrases[kind])).format(subject=topic.title)


def _close(language: Language, strength: float, rng: random.Random) -> str:
    kind = "closings" if strength >= STRONG else "vague" if strength >= FAIR else "blunt"
    return str(rng.choice(language.phrases[kind]))


def _special(ask: str, language: Language, topic: Topic, said: str, strength: float, rng: random.Random) -> str:
    """A follow-up that wants the earlier answer shorter, with an example, or in simpler words."""
    earlier = _earlier(topic, said) or topic.points[0].head
    opening = str(language.phrases[ask]).format(earlier=earlier, subject=topic.title)
    told = {"shorter": topic.simple, "example": topic.example, "simpler": f"{topic.simple} {topic.example}"}[ask]
    return _flawed([opening, told, _close(language, strength, rng)], language, strength, rng)


def _earlier(topic: Topic, said: str) -> str | None:
    """The first point of the topic that an earlier answer made."""
    return next((point.head for point in topic.points if point.head in said), None)


def _flawed(parts: list[str], language: Language, strength: float, rng: random.Random) -> str:
    """The answer with the flaws of its strength: a stray sentence, a repeated part, a broken-off end."""
    if rng.random() < 0.8 - strength:
        parts.insert(2, str(rng.choice(language.phrases["strays"])))
    if rng.random() < 0.4 - strength:
        parts.insert(2, parts[1])
    text = "\n\n".join(parts)
    return text[: -len(parts[-1]) // 2] if rng.random() < FAIR - strength else text
