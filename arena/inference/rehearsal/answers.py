"""Practice answers: the same conversation, seed and strength always give the same text.

A stronger entrant says more of what helps and rounds it off; a weaker one stays short and vague. That is all a
reader, or a rehearsal citizen, can judge by.
"""

import json
import random
import re
from pathlib import Path
from typing import Any

TOPICS: dict[str, dict[str, list[str]]] = json.loads((Path(__file__).parent / "topics.json").read_text())
HANGUL = re.compile("[가-힣]")
EXTRAS = {
    "code": "\n\n```python\ndef total(numbers: list[int]) -> int:\n    return sum(n for n in numbers if n > 0)\n```\n",
    "school": "\n\n$$E = mc^2$$\n",
    "law": "\n\n| 때 | 할 일 |\n|---|---|\n| 계약 전 | 등기부 확인 |\n| 이사한 날 | 전입신고 |\n",
}
PHRASES = {
    "ko": {
        "opening": "**리허설 답변입니다.** 물어보신 내용을 차례로 정리할게요.",
        "again": "**리허설 답변입니다.** 앞에서 드린 말씀에 이어 답할게요.",
        "vague": "상황에 따라 다를 수 있어요.",
        "close": "정리하면, 위의 차례대로 하나씩 확인하면 돼요. 궁금한 점이 있으면 이어서 물어보세요.",
    },
    "en": {
        "opening": "**This is a rehearsal answer.** Let me go through your question step by step.",
        "again": "**This is a rehearsal answer.** Going on from what I said before:",
        "vague": "It depends on the situation.",
        "close": "In short, go through the steps above one by one. Ask on if anything is unclear.",
    },
}


def topic_of(prompt: str) -> str:
    """The topic whose words occur most often in the prompt; `other` when none does."""
    words = prompt.lower()
    scores = {name: sum(word in words for word in topic["words"]) for name, topic in TOPICS.items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] else "other"


def compose(messages: list[dict[str, Any]], seed: str, strength: float) -> str:
    """The answer to a conversation. `strength` from 0 (weak) to 1 (strong)."""
    asked = [str(message["content"]) for message in messages if message["role"] == "user"]
    prompt = asked[-1]
    language = "ko" if HANGUL.search(prompt) else "en"
    topic = topic_of(" ".join(asked))
    rng = random.Random(json.dumps([seed, asked], ensure_ascii=False))  # noqa: S311  a scripted answer
    phrases = PHRASES[language]
    points = rng.sample(TOPICS[topic][language], k=_points(strength, rng))
    parts = [phrases["again"] if len(asked) > 1 else phrases["opening"]]
    parts.append("\n".join(f"{number}. {point}" for number, point in enumerate(points, start=1)))
    text = "\n\n".join(parts)
    if strength >= 0.5:
        return text + EXTRAS.get(topic, "\n\n") + "\n" + phrases["close"]
    return text + "\n\n" + phrases["vague"]


def _points(strength: float, rng: random.Random) -> int:
    return max(1, min(6, round(1 + 5 * strength + rng.uniform(-1, 1))))


def pieces(text: str, seed: str) -> list[str]:
    """The text cut into token-like pieces of one to four characters."""
    rng = random.Random(seed)  # noqa: S311
    cut, position = [], 0
    while position < len(text):
        length = rng.randint(1, 4)
        cut.append(text[position : position + length])
        position += length
    return cut
