"""The topic and the language of a prompt.

A prompt belongs to the topic whose words weigh most in it, and to none when that is unclear: a wrong topic spoils a
slice of the board, a missed one only makes it smaller.
"""

from dataclasses import dataclass

from arena.rules.topics.language import language_of_prompt
from arena.rules.topics.lexicon import Lexicon

OTHER = "other"
# One word of weight 2 is enough; a hint of weight 1 alone is not.
LEAST_WEIGHT = 2.0
# How much more the best topic must weigh than the next.
LEAST_LEAD = 1.0
# What is asked stands at the beginning or at the end of a prompt; a long text between them is what it is asked about.
BEGINNING, END = 400, 200


@dataclass(frozen=True)
class Topic:
    """`slug` is a topic of words.json or OTHER; `language` is ko, en or other."""

    slug: str
    language: str


def classify(prompt: str) -> Topic:
    """What a prompt is about, and in which language it asks."""
    return Topic(_slug(asked_part(prompt)), language_of_prompt(prompt))


def asked_part(prompt: str) -> str:
    """The beginning and the end of a long prompt; a short one whole."""
    if len(prompt) <= BEGINNING + END:
        return prompt
    return f"{prompt[:BEGINNING]}\n{prompt[-END:]}"


def _slug(text: str) -> str:
    weights = sorted(Lexicon.builtin().weigh(text).items(), key=lambda item: -item[1])
    (best, most), (_, second) = (*weights, (OTHER, 0.0), (OTHER, 0.0))[:2]
    return best if most >= LEAST_WEIGHT and most - second >= LEAST_LEAD else OTHER
