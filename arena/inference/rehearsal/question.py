"""A chat request as the twin understands it, checked as strictly as vLLM does."""

from dataclasses import dataclass
from typing import Any, Self

import orjson

from arena.inference.rehearsal.cast import Part


class BadRequest(Exception):
    """The request cannot be answered; the message goes into the error's JSON."""


@dataclass(frozen=True)
class Question:
    """A conversation of (role, content), and how its answer is wanted."""

    served_name: str
    conversation: list[tuple[str, str]]
    max_tokens: int | None
    stop: tuple[str, ...]
    stream: bool
    wants_usage: bool

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """The question in a request's body. Raises BadRequest."""
        try:
            body = orjson.loads(raw)
            conversation = [(message["role"], message["content"]) for message in body["messages"]]
            served_name = body["model"]
        except (ValueError, KeyError, TypeError) as error:
            raise BadRequest("The body must be JSON with a model and messages of role and content.") from error
        if not all(isinstance(text, str) for message in conversation for text in message):
            raise BadRequest("Each message needs a role and a content, both texts.")
        if "user" not in [role for role, _ in conversation]:
            raise BadRequest("There is no message of a user.")
        stop = body.get("stop") or ()
        return cls(
            served_name=str(served_name),
            conversation=conversation,
            max_tokens=_most_tokens(body),
            stop=(stop,) if isinstance(stop, str) else tuple(stop),
            stream=bool(body.get("stream")),
            wants_usage=bool((body.get("stream_options") or {}).get("include_usage")),
        )

    @property
    def prompt_tokens(self) -> int:
        """About as many tokens as a tokenizer for Korean would count: two characters each."""
        return sum(len(content) // 2 + 4 for _, content in self.conversation)

    def fits(self, part: Part) -> bool:
        """Whether prompt and answer fit the context."""
        return self.prompt_tokens + (self.max_tokens or 1) <= part.context_tokens


def _most_tokens(body: dict[str, Any]) -> int | None:
    most = body.get("max_completion_tokens", body.get("max_tokens"))
    if most is not None and (not isinstance(most, int) or most < 1):
        raise BadRequest("max_tokens must be at least 1.")
    temperature = body.get("temperature", 1.0)
    if not isinstance(temperature, int | float) or not 0 <= temperature <= 2:
        raise BadRequest("temperature must be between 0 and 2.")
    return most
