"""Server-sent events of a chat completion, split by hand: this runs for every token of every battle."""

from dataclasses import dataclass

import orjson

from arena.inference.errors import Fault, Permanent, Retryable
from arena.inference.target import Bounds

DATA = b"data:"
DONE = b"[DONE]"


@dataclass(slots=True)
class Chunk:
    """All the text that one read brought; `finish_reason` once the endpoint gave one."""

    text: str
    finish_reason: str | None


class ChunkReader:
    """Turns bytes, cut anywhere, into chunks. `feed` raises when the stream is not what it should be."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._rest = b""
        self._bytes = 0
        self.done = False
        self.finish_reason: str | None = None
        self.has_text = False

    def feed(self, data: bytes) -> Chunk:
        """The chunk in `data` and what was left of the read before. Raises Permanent or Retryable."""
        self._bytes += len(data)
        if self._bytes > self._bounds.stream_bytes:
            raise Permanent(Fault.TOO_LARGE)
        lines = (self._rest + data).split(b"\n")
        self._rest = lines.pop()
        if len(self._rest) > self._bounds.line_bytes:
            raise Permanent(Fault.TOO_LARGE)
        text = "".join([self._text(line) for line in lines if line.startswith(DATA)])
        if text:
            self.has_text = True
        return Chunk(text, self.finish_reason)

    def end(self) -> None:
        """Check that the stream ended as a whole answer. Raises Retryable when it did not."""
        if self.finish_reason is None and not self.done:
            raise Retryable(Fault.TRUNCATED if self.has_text else Fault.BAD_STREAM)
        if not self.has_text:
            raise Permanent(Fault.EMPTY)

    def _text(self, line: bytes) -> str:
        body = line[5:].strip()
        if body == DONE:
            self.done = True
            return ""
        try:
            # Invalid UTF-8 is a decoding error here, too.
            choices = orjson.loads(body)["choices"]
            if not choices:
                return ""
            choice = choices[0]
            self.finish_reason = choice.get("finish_reason") or self.finish_reason
            content = choice["delta"].get("content")
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
            raise Retryable(Fault.BAD_STREAM) from None
        if content is None:
            return ""
        if not isinstance(content, str):
            raise Retryable(Fault.BAD_STREAM)
        return content
