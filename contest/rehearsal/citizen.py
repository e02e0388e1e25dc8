"""One rehearsal citizen: asks, reads both answers from the socket as a browser does, votes, reads the reveal."""

import asyncio
import random
import re
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import orjson
from yarl import URL

from contest.rehearsal.screen import UNDER_WAY, Screen

READ_SECONDS = 130.0
RECONNECT_SECONDS = 0.3
CSRF_COOKIE = "csrftoken"


Judge = Callable[[str, str, random.Random], str]
Witness = Callable[[bytes], None]


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
    texts: tuple[str, str] = ("", "")


def browser_session() -> aiohttp.ClientSession:
    """Cookies of its own, and a new connection for every request.

    A browser never turns a connection that has served pages into a socket; aiohttp would, and the server's idle timer
    of the page before could then end the socket.
    """
    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), connector=connector)


class RehearsalCitizen:
    """A browser's worth of state: cookies in `session`, and the way back to a battle when the line breaks.

    `base_urls` such as http://127.0.0.1:8000: the first that answers is used. `witness` is shown all that comes from
    the site before the vote: headers and bodies of pages and answers, and frames.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        base_urls: Sequence[str],
        rng: random.Random,
        witness: Witness = lambda _seen: None,
    ) -> None:
        self._session = session
        self._base_urls = [url.rstrip("/") for url in base_urls]
        self._rng = rng
        self._witness = witness

    async def arrive(self) -> None:
        """Open the battle page, as anybody does first; it brings the CSRF cookie."""
        async with self._session.get(f"{self._base_urls[0]}/battles/") as answer:
            answer.raise_for_status()
            self._show(answer, await answer.read())

    async def play(self, prompts: list[str], judge: Judge) -> Played:
        """One whole battle: the first prompt opens it, the others follow up, then the vote."""
        played = Played()
        started = time.monotonic()
        try:
            played.battle_ref = await self.open(prompts[0])
            screen = await self._read(played, prompts[1:], started)
            played.state, played.texts = screen.state, (screen.a, screen.b)
            if screen.state == "ready":
                await self._vote(played, judge(screen.a, screen.b, self._rng))
        except Refusal as refusal:
            played.refusal = refusal.code
        return played

    async def open(self, prompt: str) -> str:
        """Ask; returns the battle's ref."""
        battle_ref: str = (await self._post("/battles/", {"prompt": prompt}))["battle"]
        return battle_ref

    async def play_until_ready(self, prompt: str) -> str:
        """Ask and read without a vote; returns the battle's ref."""
        played = Played(battle_ref=await self.open(prompt))
        await self._read(played, [], time.monotonic())
        return played.battle_ref

    async def _read(self, played: Played, follow_ups: list[str], started: float) -> Screen:
        screen = Screen()
        while True:
            await self._follow(played, screen, started)
            if screen.state == "ready" and follow_ups:
                await self._post(f"/battles/{played.battle_ref}/turns/", {"prompt": follow_ups.pop(0)})
                screen.state = "waiting"
            elif screen.state not in UNDER_WAY:
                played.complete = time.monotonic() - started
                return screen
            elif time.monotonic() - started > READ_SECONDS:
                screen.state = "unfinished"
                return screen

    async def _follow(self, played: Played, screen: Screen, started: float) -> None:
        """Read one socket until the turn has ended or the line breaks; then the next address has its turn."""
        base_url = self._base_urls[0]
        address = re.sub("^http", "ws", base_url) + f"/ws/battles/{played.battle_ref}/"
        try:
            async with self._session.ws_connect(address, headers={"Origin": base_url}) as socket:
                async for message in socket:
                    if message.type is not aiohttp.WSMsgType.TEXT:
                        break
                    self._witness(message.data.encode())
                    if not screen.take(orjson.loads(message.data)):
                        await socket.send_str('{"kind":"resync"}')
                    played.frames += 1
                    if played.first_text is None and (screen.a or screen.b):
                        played.first_text = time.monotonic() - started
                    if screen.state not in UNDER_WAY:
                        return
        except aiohttp.ClientError:
            await asyncio.sleep(RECONNECT_SECONDS)
        self._base_urls.append(self._base_urls.pop(0))

    async def _vote(self, played: Played, outcome: str) -> None:
        body = {"outcome": outcome, "key": str(uuid.UUID(int=self._rng.getrandbits(128)))}
        answer = await self._post(f"/battles/{played.battle_ref}/vote/", body)
        played.state, played.outcome = "voted", outcome
        played.reveal, played.receipt = answer["reveal"], answer["receipt"]

    async def _post(self, path: str, body: dict[str, str]) -> dict[str, Any]:
        base_url = self._base_urls[0]
        headers = {"Accept": "application/json", "X-CSRFToken": self._csrf(), "Referer": base_url + "/"}
        async with self._session.post(base_url + path, data=body, headers=headers) as answer:
            content = await answer.read()
            if not path.endswith("/vote/"):
                self._show(answer, content)
            if answer.status >= 400:
                raise Refusal(answer.status, _code(content))
            parsed: dict[str, Any] = orjson.loads(content)
            return parsed

    def _show(self, answer: aiohttp.ClientResponse, content: bytes) -> None:
        self._witness(b"\n".join(name + b": " + value for name, value in answer.raw_headers) + b"\n\n" + content)

    def _csrf(self) -> str:
        cookies = self._session.cookie_jar.filter_cookies(URL(self._base_urls[0]))
        return cookies[CSRF_COOKIE].value if CSRF_COOKIE in cookies else ""


def _code(content: bytes) -> str:
    try:
        return str(orjson.loads(content)["code"])
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return "no_problem_document"
