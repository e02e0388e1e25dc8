"""Endpoints looked after between battles: their health, the one probe of a resting one, and the canary."""

import asyncio
import os
import time
from collections.abc import Collection, Sequence

from arena.actions.health import Look
from arena.inference.canary import ask_canaries
from arena.inference.client import InferenceClient
from arena.inference.errors import Reason, UpstreamError
from arena.inference.health import answers, probe
from arena.inference.target import Target
from arena.queries.entrants import ProbeView
from arena.rules.drift import GreedyAnswer
from arena.rules.key_variables import key_in
from arena.streaming.breakers import may_probe, report
from arena.streaming.database import in_database_thread

LOOK_SECONDS = 4.0
ANSWER_SECONDS = 20.0
CANARY_SECONDS = 30.0


async def look_at(endpoints: Sequence[ProbeView], hosts: Collection[str]) -> list[Look]:
    """Look at all of them at once. One that rests and whose pause is over is asked a question: it returns by that.

    `hosts`, here and below: the names of servers that may stand on our own network.
    """
    async with InferenceClient(hosts) as client:
        return list(await asyncio.gather(*(_look(client, endpoint) for endpoint in endpoints)))


async def canaries(
    endpoints: Sequence[ProbeView], hosts: Collection[str]
) -> list[tuple[str, list[GreedyAnswer] | Reason]]:
    """(endpoint_ref, its answers to the canary's questions, or why there are none) of all of them, asked at once."""
    async with InferenceClient(hosts) as client:
        return list(await asyncio.gather(*(_canary(client, endpoint) for endpoint in endpoints)))


def target_of(endpoint: ProbeView) -> Target:
    """Where an endpoint is asked, with its key from the environment."""
    return Target(endpoint.base_url, endpoint.served_name, key_in(os.environ, endpoint.api_key_variable))


async def _look(client: InferenceClient, endpoint: ProbeView) -> Look:
    health = await probe(client, target_of(endpoint), LOOK_SECONDS)
    if health.problem is None and endpoint.resting:
        await _try_again(client, endpoint)
    return Look(
        endpoint_ref=endpoint.endpoint_ref,
        problem=health.problem or "",
        running=health.running,
        waiting=health.waiting,
        cache_used=health.cache_used,
        seconds=health.seconds,
    )


async def _try_again(client: InferenceClient, endpoint: ProbeView) -> None:
    """The half-open breaker's one probe, so that no citizen has to be it."""
    if await in_database_thread(may_probe, endpoint.endpoint_ref, time.time()):
        reason = await answers(client, target_of(endpoint), ANSWER_SECONDS)
        await in_database_thread(report, endpoint.endpoint_ref, reason, time.time())


async def _canary(client: InferenceClient, endpoint: ProbeView) -> tuple[str, list[GreedyAnswer] | Reason]:
    try:
        return endpoint.endpoint_ref, await ask_canaries(client, target_of(endpoint), CANARY_SECONDS)
    except UpstreamError as error:
        return endpoint.endpoint_ref, error.reason
