"""One rehearsal citizen: asks, reads both answers from the socket as a browser does, votes, reads the reveal."""

import random
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import orjson
from yarl import URL

from contest.rehearsal.screen import Screen

READ_SECONDS = 130.0
CSRF_COOKIE = "csrftoken"


Judge = Callable[[str, str, random.Random], str]


class Refusal(Exception):
    """The site refused; `code` is its closed word, `status` the HTTP status."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


@dataclass
class Played:
    """What became of one battle. Times in seconds from the request to open it."""

    battle_ref: str = ""
    state: str = "refused"
    refusal: str = ""
    first_text: float | None = None
    complete: float | None = None
    frames: int = 0
    outcome: str = ""
    reveal: dict[str, Any] = field(default_factory=dict)
    receipt: str = ""


class RehearsalCitizen:
    """A browser's worth of state: cookies and a name in the log. `base_url` such as http://127.0.0.1:8000."""

    def __init__(self, session: aiohttp.ClientSession, base_url: str, rng: random.Random) -> None:
        self._session = session
        self._base_url = base_url.rstrip("/")
        self._rng = rng

    async def arrive(self) -> None:
        """Open the battle page, as anybody does first; it brings the CSRF cookie."""
        async with self._session.get(f"{self._base_url}/battles/") as answer:
            answer.raise_for_status()
            await answer.read()

    async def play(self, prompts: list[str], judge: Judge) -> Played:
        """One whole battle: the first prompt opens it, the others follow up, then the vote."""
        played = Played()
        started = time.monotonic()
        try:
            opened = await self._post("/battles/", {"prompt": prompts[0]})
            played.battle_ref = opened["battle"]
            screen = await self._read(played, prompts[1:], started)
            played.state = screen.state
            if screen.state == "ready":
                await self._vote(played, judge(screen.a, screen.b, self._rng))
        except Refusal as refusal:
            played.refusal = refusal.code
        return played

    async def _read(self, played: Played, follow_ups: list[str], started: float) -> Screen:
        screen = Screen()
        address = re.sub("^http", "ws", self._base_url) + f"/ws/battles/{played.battle_ref}/"
        async with self._session.ws_connect(address, headers={"Origin": self._base_url}) as socket:
            while True:
                message = await socket.receive(timeout=READ_SECONDS)
                if message.type is not aiohttp.WSMsgType.TEXT:
                    screen.state = "disconnected"
                    return screen
                if not screen.take(orjson.loads(message.data)):
                    await socket.send_str('{"kind":"resync"}')
                played.frames += 1
                if played.first_text is None and (screen.a or screen.b):
                    played.first_text = time.monotonic() - started
                if screen.state in {"waiting", "streaming"}:
                    continue
                if screen.state == "ready" and follow_ups:
                    await self._post(f"/battles/{played.battle_ref}/turns/", {"prompt": follow_ups.pop(0)})
                    screen.state = "waiting"
                    continue
                played.complete = time.monotonic() - started
                return screen

    async def _vote(self, played: Played, outcome: str) -> None:
        body = {"outcome": outcome, "key": str(uuid.UUID(int=self._rng.getrandbits(128)))}
        answer = await self._post(f"/battles/{played.battle_ref}/vote/", body)
        played.state, played.outcome = "voted", outcome
        played.reveal, played.receipt = answer["reveal"], answer["receipt"]

    async def _post(self, path: str, body: dict[str, str]) -> dict[str, Any]:
        headers = {"Accept": "application/json", "X-CSRFToken": self._csrf(), "Referer": self._base_url + "/"}
        async with self._session.post(self._base_url + path, data=body, headers=headers) as answer:
            content = await answer.read()
            if answer.status >= 400:
                raise Refusal(answer.status, _code(content))
            parsed: dict[str, Any] = orjson.loads(content)
            return parsed

    def _csrf(self) -> str:
        cookies = self._session.cookie_jar.filter_cookies(URL(self._base_url))
        return cookies[CSRF_COOKIE].value if CSRF_COOKIE in cookies else ""


def _code(content: bytes) -> str:
    try:
        return str(orjson.loads(content)["code"])
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return "no_problem_document"
