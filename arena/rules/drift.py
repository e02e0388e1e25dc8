"""How far an endpoint's answers are from a fingerprint: 0 for the same version, 1 for another.

An answer is a greedy continuation of a fixed question: its text, and where the server tells them its tokens, each with
its log-probability and those of its rivals. The same weights give the same numbers up to rounding, which may turn a
near tie between two tokens; everything after such a turn is another text and says nothing. So only the common
beginning and the first turn count: at each token, by how much its log-probability moved.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

DRIFTED = 0.25
"""From this mean distance on an endpoint is taken to serve another version."""


@dataclass(frozen=True)
class Token:
    """One token of an answer: its text, its log-probability, and those of the likeliest tokens at its place."""

    text: str
    logprob: float
    rivals: Mapping[str, float]


@dataclass(frozen=True)
class GreedyAnswer:
    """The answer to one question. `tokens` is empty where the server does not tell log-probabilities."""

    text: str
    tokens: tuple[Token, ...] = ()


def drift(frozen: Sequence[GreedyAnswer], now: Sequence[GreedyAnswer]) -> float:
    """The mean distance over all questions. Raises ValueError unless both answer the same number of them."""
    if not frozen or len(frozen) != len(now):
        raise ValueError(f"{len(frozen)} frozen answers cannot be compared with {len(now)}.")
    return sum(map(_distance, frozen, now)) / len(frozen)


def _distance(frozen: GreedyAnswer, now: GreedyAnswer) -> float:
    if frozen.tokens and now.tokens:
        return _token_distance(frozen.tokens, now.tokens)
    return _text_distance(frozen.text, now.text)


def _token_distance(frozen: Sequence[Token], now: Sequence[Token]) -> float:
    moves = []
    for was, is_ in zip(frozen, now, strict=False):
        if was.text == is_.text:
            moves.append(min(1.0, abs(was.logprob - is_.logprob)))
            continue
        # A turn: small when the frozen token is nearly as likely as before, whole when it is nowhere near.
        likely = is_.rivals.get(was.text)
        moves.append(1.0 if likely is None else min(1.0, abs(was.logprob - likely)))
        break
    return max(sum(moves) / len(moves), moves[-1])


def _text_distance(frozen: str, now: str) -> float:
    """The share of the frozen text that is not at the beginning of the other."""
    if not frozen or not now:
        return float(frozen != now)
    common = next(
        (place for place, (was, is_) in enumerate(zip(frozen, now, strict=False)) if was != is_),
        min(len(frozen), len(now)),
    )
    return 1 - common / max(len(frozen), len(now))
