"""The bytes of the OpenAI-compatible protocol, as vLLM sends them."""

from collections.abc import Mapping
from typing import Any

import orjson
from aiohttp import web

DONE = b"data: [DONE]\n\n"


class Wire:
    """Writes the events of one streamed answer."""

    def __init__(self, served_name: str, answer_id: str) -> None:
        self._head = {"id": answer_id, "object": "chat.completion.chunk", "created": 0, "model": served_name}

    def text(self, text: str) -> bytes:
        """An event with a piece of the answer."""
        return self._event({"content": text}, None)

    def reasoning(self, text: str) -> bytes:
        """An event with a piece of what the server thinks to itself."""
        return self._event({"reasoning_content": text}, None)

    def role(self) -> bytes:
        """The first event, which only says who speaks."""
        return self._event({"role": "assistant", "content": ""}, None)

    def finish(self, reason: str) -> bytes:
        """The event that ends the text."""
        return self._event({}, reason)

    def usage(self, prompt_tokens: int, completion_tokens: int) -> bytes:
        """The event with the token counts, sent after the text when it was asked for."""
        return self._line({**self._head, "choices": [], "usage": counts(prompt_tokens, completion_tokens)})

    def _event(self, delta: dict[str, str], finish_reason: str | None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        return self._line({**self._head, "choices": [choice]})

    def _line(self, event: dict[str, Any]) -> bytes:
        return b"data: " + orjson.dumps(event) + b"\n\n"


def counts(prompt_tokens: int, completion_tokens: int) -> dict[str, int]:
    """The `usage` object."""
    total = prompt_tokens + completion_tokens
    return {"prompt_tokens": prompt_tokens, "completion_tokens": completion_tokens, "total_tokens": total}


def problem(status: int, message: str, kind: str, headers: Mapping[str, str] | None = None) -> web.Response:
    """An error in the protocol's own form."""
    error = {"message": message, "type": kind, "param": None, "code": status}
    return web.json_response({"error": error}, status=status, headers=headers)
