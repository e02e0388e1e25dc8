"""One WebSocket conversation with a consumer, without a server."""

from typing import Any

import orjson
from asgiref.testing import ApplicationCommunicator


class Talk(ApplicationCommunicator):
    """Connects with a scope of its own and hears JSON."""

    def __init__(self, consumer: Any, **scope: Any) -> None:
        super().__init__(consumer, {"type": "websocket", "path": "/", "headers": [], **scope})

    async def connect(self) -> None:
        """Open; the consumer accepts first, whatever it says then."""
        await self.send_input({"type": "websocket.connect"})
        assert (await self.receive_output(timeout=5))["type"] == "websocket.accept"

    async def say(self, text: str) -> None:
        """What a browser sends."""
        await self.send_input({"type": "websocket.receive", "text": text})

    async def hear(self) -> dict[str, Any]:
        """The next event."""
        event: dict[str, Any] = orjson.loads((await self.receive_output(timeout=8))["text"])
        return event

    async def disconnect(self) -> None:
        """Leave, and wait until the consumer has let go."""
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(timeout=5)
