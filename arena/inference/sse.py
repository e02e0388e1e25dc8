"""Server-sent events of a chat completion, split by hand: this runs for every token of every battle."""

from dataclasses import dataclass
from typing import Any

import orjson

from arena.inference.errors import Permanent, Reason, Retryable, UpstreamError, error_of_status
from arena.inference.target import Bounds

DATA = b"data:"
DONE = b"[DONE]"
FINISHED = {"stop", "length", "content_filter", "tool_calls"}
GIVEN_UP = {"abort", "error"}
"""vLLM's words for an answer that the server itself ended early."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the endpoint counts them; the only count to trust, since servers merge tokens into one event."""

    prompt_tokens: int
    completion_tokens: int


@dataclass(slots=True)
class Chunk:
    """All the text that one read brought, and the ending once the endpoint gave one.

    `finish_reason` is one of stop, length, content_filter, tool_calls, other: never the endpoint's own words.
    """

    text: str
    finish_reason: str | None = None
    usage: Usage | None = None


class ChunkReader:
    """Turns bytes, cut anywhere, into chunks. Holds at most one unfinished line."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._rest = bytearray()
        self._bytes = 0
        self._characters = 0
        self.done = False
        self.finish_reason: str | None = None
        self.usage: Usage | None = None
        self.has_text = False

    def feed(self, data: bytes) -> Chunk | None:
        """All text that is complete after `data`, as one chunk; None when nothing new can be told.

        Raises Permanent(too_large) beyond the bounds, Retryable(bad_stream) for what is no chat completion, and
        the error of the status that the server reports inside the stream, else Retryable(server_error).
        """
        self._bytes += len(data)
        if self._bytes > self._bounds.max_bytes:
            raise Permanent(Reason.TOO_LARGE)
        lines = self._lines(data)
        before = (self.finish_reason, self.usage)
        text = "".join([self._text(line) for line in lines if line.startswith(DATA)])
        self._characters += len(text)
        if self._characters > self._bounds.max_characters:
            raise Permanent(Reason.TOO_LARGE)
        if "\0" in text:
            # PostgreSQL stores no NUL in a text; a single one would lose the whole answer.
            text = text.replace("\0", "")
        if text:
            self.has_text = True
        elif before == (self.finish_reason, self.usage):
            return None
        return Chunk(text, self.finish_reason, self.usage)

    def end(self) -> None:
        """Check that the stream ended as a whole answer. Raises Retryable or Permanent(empty) when it did not."""
        if self._rest.startswith(DATA) and self._rest[5:].strip() == DONE:
            self.done = True
        if not self.finished:
            raise Retryable(Reason.TRUNCATED)
        if not self.has_text:
            raise Permanent(Reason.EMPTY)

    @property
    def finished(self) -> bool:
        """Whether the endpoint has said that its answer is over; only counts and the end mark may follow."""
        return self.done or self.finish_reason is not None

    def _lines(self, data: bytes) -> list[bytes]:
        """The complete lines. Growing in place keeps a line that drips in byte by byte from being copied each time."""
        if self._rest:
            self._rest += data
            if b"\n" in data:
                data = bytes(self._rest)
                self._rest.clear()
            else:
                data = b""
        if not data:
            lines: list[bytes] = []
        else:
            lines = data.split(b"\n")
            self._rest += lines.pop()
        if len(self._rest) > self._bounds.max_line_bytes:
            raise Permanent(Reason.TOO_LARGE)
        return lines

    def _text(self, line: bytes) -> str:
        if self.done:
            return ""
        try:
            # Invalid UTF-8 and lone surrogates are decoding errors here, too.
            event = orjson.loads(line[5:])
            choices = event["choices"]
            if event.get("usage"):
                self._count(event["usage"])
            if not choices:
                return ""
            choice = choices[0]
            if choice.get("finish_reason"):
                self._finish(choice["finish_reason"])
            content = choice["delta"].get("content")
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError, IndexError, ValueError):
            return self._other(line)
        if content is None:
            return ""
        if not isinstance(content, str):
            raise Retryable(Reason.BAD_STREAM)
        return content

    def _other(self, line: bytes) -> str:
        """A line that is no completion: the end mark, the server's own error, or nothing that we know."""
        body = line[5:].strip()
        if body == DONE:
            self.done = True
            return ""
        raise _error_in(body)

    def _finish(self, reason: Any) -> None:
        if reason in GIVEN_UP:
            raise Retryable(Reason.SERVER_ERROR)
        self.finish_reason = reason if reason in FINISHED else "other"

    def _count(self, usage: dict[str, Any]) -> None:
        self.usage = Usage(int(usage["prompt_tokens"]), int(usage.get("completion_tokens", 0)))


def _error_in(body: bytes) -> UpstreamError:
    """The error that a line of the stream reports. vLLM opens the stream before it sees that its queue is full."""
    try:
        event = orjson.loads(body)
        error = event["error"] if "error" in event else event if event["object"] == "error" else None
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return Retryable(Reason.BAD_STREAM)
    code = error.get("code") if isinstance(error, dict) else None
    if isinstance(code, int) and 400 <= code < 600:
        return error_of_status(code, None)
    return Retryable(Reason.SERVER_ERROR)
