"""The canary: fixed questions, asked greedily, by whose answers another version is noticed."""

from typing import Any

import orjson

from arena.inference.client import InferenceClient
from arena.inference.errors import Permanent, Reason, error_of_status
from arena.inference.target import Target
from arena.rules.drift import GreedyAnswer, Token

QUESTIONS = (
    "대한민국의 수도는 어디인가요? 한 문장으로 답하세요.",
    "1부터 10까지의 수를 쉼표로 이어 쓰세요.",
    "봄에 심는 채소 세 가지를 쓰세요.",
    "Translate into Korean: The library opens at nine.",
)
"""Fixed for ever: another question would need every fingerprint to be taken anew."""
MOST_TOKENS = 24
RIVALS = 5


async def ask_canaries(client: InferenceClient, target: Target, seconds: float) -> list[GreedyAnswer]:
    """The answers to all questions, each within `seconds`. Raises UpstreamError."""
    return [await _ask(client, target, question, seconds) for question in QUESTIONS]


async def _ask(client: InferenceClient, target: Target, question: str, seconds: float) -> GreedyAnswer:
    body = _body(target, question) | {"logprobs": True, "top_logprobs": RIVALS}
    reply = await client.exchange(target, "/v1/chat/completions", seconds, body=orjson.dumps(body))
    if reply.status == 400:
        # A server that refuses log-probabilities is compared by its words.
        body = _body(target, question)
        reply = await client.exchange(target, "/v1/chat/completions", seconds, body=orjson.dumps(body))
    if reply.status != 200:
        raise error_of_status(reply.status, None)
    try:
        return _answer(orjson.loads(reply.body)["choices"][0])
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        raise Permanent(Reason.BAD_STREAM) from None


def _body(target: Target, question: str) -> dict[str, Any]:
    return {
        "model": target.served_name,
        "messages": [{"role": "user", "content": question}],
        "temperature": 0,
        "top_p": 1,
        "seed": 0,
        "max_tokens": MOST_TOKENS,
        "stream": False,
    }


def _answer(choice: dict[str, Any]) -> GreedyAnswer:
    told = (choice.get("logprobs") or {}).get("content") or []
    tokens = tuple(
        Token(
            str(token["token"]),
            float(token["logprob"]),
            {str(rival["token"]): float(rival["logprob"]) for rival in token.get("top_logprobs") or []},
        )
        for token in told
    )
    return GreedyAnswer(str(choice["message"]["content"] or ""), tokens)
