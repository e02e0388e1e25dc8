"""Citizens who look at every byte before their vote, on bad lines and in two languages, while entrants fail."""

import asyncio
import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

import aiohttp

from arena.inference.rehearsal.faults import Fault
from contest.rehearsal.citizen import Played, RehearsalCitizen, Witness, browser_session
from contest.rehearsal.judge import judge
from contest.rehearsal.screen import Screen
from tests.services.site import Site
from tests.stack.taking_part import PROMPTS, rows

IDENTITIES = """
SELECT name_ko FROM contest_team UNION SELECT name_en FROM contest_team UNION SELECT emblem FROM contest_team
UNION SELECT name_ko FROM contest_fielding UNION SELECT name_en FROM contest_fielding
UNION SELECT ref FROM contest_team UNION SELECT name FROM arena_entrant UNION SELECT ref FROM arena_entrant
UNION SELECT base_url FROM arena_endpoint UNION SELECT served_name FROM arena_endpoint
UNION SELECT ref FROM arena_endpoint
"""
PROVIDER_ID = "chatcmpl-"
"""How the id of each upstream answer begins, at vLLM as at the practice server."""
GIVEN_AWAY = (PROVIDER_ID, "엑사원", "EXAONE", "LG AI", "Solar", "Upstage", "<think>", "endofturn", "im_end")
"""What the practice server says of itself when it plays `names_itself` and `special_tokens`."""
ENDING = (Fault.RESET, Fault.STREAM_ERROR, Fault.EMPTY, Fault.ONLY_REASONING, Fault.NOT_FOUND, Fault.HALF_UTF8)
TELLING = (Fault.NAMES_ITSELF, Fault.SPECIAL_TOKENS)
LINE_LASTS = (0.3, 2.0)
FOLLOW_UP_SHARE = 0.1
LANGUAGES = ("ko", "en")


def forms(word: str) -> set[bytes]:
    """How a word may stand in a page, in JSON, in an address or in a header."""
    return {word.encode(), word.encode("unicode_escape"), quote(word).encode(), word.encode().hex().encode()}


def identities(site: Site) -> list[bytes]:
    """Everything that would tell who answers."""
    words = {word for (word,) in rows(site, IDENTITIES) if word} | set(GIVEN_AWAY)
    words |= {address.netloc for address in map(urlsplit, words) if address.netloc}
    return sorted(set().union(*map(forms, words)))


class UneasyCitizen(RehearsalCitizen):
    """Loses the line again and again; then looks at the page anew, and tries a vote that is not one."""

    reconnects = 0

    async def _follow(self, played: Played, screen: Screen, started: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._rng.uniform(*LINE_LASTS)):
                await super()._follow(played, screen, started)
                return
        self.reconnects += 1
        self._base_urls.append(self._base_urls.pop(0))
        await self.look(played.battle_ref)
        await self.vote_wrongly(played.battle_ref)

    async def look(self, battle_ref: str) -> None:
        """The battle's page, whatever its state."""
        async with self._session.get(f"{self._base_urls[0]}/battles/{battle_ref}/") as answer:
            self._show(answer, await answer.read())

    async def vote_wrongly(self, battle_ref: str) -> None:
        """A vote for nobody is refused: the refusal is looked at as well."""
        headers = {"Accept": "application/json", "X-CSRFToken": self._csrf()}
        address = f"{self._base_urls[0]}/battles/{battle_ref}/vote/"
        async with self._session.post(address, data={"outcome": "x", "key": "0" * 16}, headers=headers) as answer:
            assert answer.status >= 400
            self._show(answer, await answer.read())


@dataclass
class Seen:
    """What a crowd met: how its battles ended, how often a line broke, how many payloads were looked at."""

    played: list[Played] = field(default_factory=list)
    reconnects: int = 0
    payloads: int = 0
    english: int = 0
    faults: Counter[Fault] = field(default_factory=Counter)
    found: list[tuple[bytes, bytes]] = field(default_factory=list)

    @property
    def states(self) -> Counter[str]:
        """How the battles ended."""
        return Counter(battle.state for battle in self.played)


async def look_at_everything(site: Site, *, battles: int, seed: int, concurrency: int) -> Seen:
    """Play `battles` battles in both languages; one in ten meets a fault that ends it, one in ten a giveaway."""
    seen, words, chance = Seen(), identities(site), random.Random(seed)
    served = rows(site, "SELECT base_url, served_name FROM arena_endpoint")
    turn = asyncio.Semaphore(concurrency)

    def witness(payload: bytes) -> None:
        seen.payloads += 1
        seen.english += b'<html lang="en"' in payload
        seen.found.extend((word, payload) for word in words if word in payload)

    async def one(number: int) -> None:
        async with turn, browser_session() as session:
            session.headers["Accept-Language"] = LANGUAGES[number % 2]
            if number % 5 == 0:
                fault = chance.choice(ENDING if number % 10 else TELLING)
                seen.faults[fault] += 1
                for url, name in chance.sample(served, 2):
                    await _misbehave(session, url, name, fault)
            await _one_battle(session, site, random.Random(f"{seed}:{number}"), witness, seen)

    await asyncio.gather(*(one(number) for number in range(battles)))
    return seen


async def _one_battle(
    session: aiohttp.ClientSession, site: Site, rng: random.Random, witness: Witness, seen: Seen
) -> None:
    urls = rng.sample(site.urls, len(site.urls))
    citizen = UneasyCitizen(session, urls, rng, witness)
    await citizen.arrive()
    asked = [rng.choice(PROMPTS)] + ["더 짧게요."] * (rng.random() < FOLLOW_UP_SHARE)
    played = await citizen.play(asked, judge)
    if played.state == "void":
        await citizen.look(played.battle_ref)
    seen.played.append(played)
    seen.reconnects += citizen.reconnects


async def _misbehave(session: aiohttp.ClientSession, url: str, name: str, fault: Fault) -> None:
    """The entrant's next answer goes wrong in this way."""
    async with session.post(f"{url}/rehearsal/faults", json={"served_name": name, "fault": fault}) as answer:
        answer.raise_for_status()
