"""What Celery runs. Tasks read the settings, call the floors below, and nudge; the rows hold the truth."""

import asyncio
import os
import threading
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import structlog
from celery import Task, shared_task
from celery.signals import worker_shutdown
from django.conf import settings
from redis import Redis

from arena.actions.battles import expire_battles
from arena.actions.health import Look, record_looks
from arena.actions.leaderboard import fold_votes, publish_snapshot
from arena.actions.turns import sweep_turns
from arena.inference.client import InferenceClient
from arena.inference.health import probe
from arena.inference.target import Bounds, Deadlines, Target
from arena.queries.entrants import ProbeView, endpoints_to_probe
from arena.queries.pools import pools_to_publish
from arena.realtime.events import Event, Kind, Phase
from arena.realtime.publisher import send_cancel, send_event, send_leaderboard
from arena.rules.blindness.conceal import Identities
from arena.rules.blindness.release import Pace
from arena.streaming.conditions import Conditions
from arena.streaming.process import WorkerProcess

log = structlog.get_logger(__name__)

EXPIRE_AFTER = timedelta(hours=24)
FULL_RETRY_SECONDS = 0.5
DRAIN_SECONDS = 20.0
PROBE_SECONDS = 4.0
_starting = threading.Lock()


@lru_cache(maxsize=1)
def redis() -> Redis:
    """This process's own client for short commands."""
    return Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=5)


def worker_process() -> WorkerProcess:
    """The event loop of this worker process, started with its first turn."""
    # The first turns come to several of Celery's threads at once, and a cache alone would start a loop for each.
    with _starting:
        return _worker_process()


@lru_cache(maxsize=1)
def _worker_process() -> WorkerProcess:
    return WorkerProcess(
        Conditions(
            redis_url=settings.REDIS_URL,
            frame_seconds=settings.ARENA_FRAME_MILLISECONDS / 1000,
            pace=Pace(bytes_per_second=settings.ARENA_RELEASE_BYTES_PER_SECOND),
            deadlines=Deadlines(),
            bounds=Bounds(),
            identities=Identities.builtin(),
            most_turns=settings.ARENA_TURNS_PER_WORKER,
        )
    )


@worker_shutdown.connect
def drain_turns(**_kwargs: object) -> None:
    """Let the turns of a worker that is asked to stop come to their end; the sweep ends what is left."""
    if _worker_process.cache_info().currsize:
        worker_process().drain(DRAIN_SECONDS)


@shared_task(bind=True, max_retries=None)
def stream_turn(self: "Task[[str], None]", turn_ref: str) -> None:
    """Run a turn in this worker's event loop. A full worker puts it back for another."""
    if not worker_process().submit(turn_ref):
        raise self.retry(countdown=FULL_RETRY_SECONDS)


@shared_task
def cancel_turn(turn_ref: str) -> None:
    """Tell the worker that runs the turn to give it up."""
    send_cancel(redis(), turn_ref)


@shared_task
def sweep() -> None:
    """End battles that lost their worker, nudge turns that nobody claimed, expire what was left without a vote."""
    now = datetime.now(UTC)
    swept = sweep_turns(now)
    for battle_ref, turn in swept.voided:
        log.warning("battle_swept", battle=battle_ref)
        send_event(redis(), battle_ref, Event(Kind.SNAPSHOT, turn, 0, "", "", Phase.VOID))
    for turn_ref in swept.unclaimed:
        stream_turn.delay(turn_ref)
    expire_battles(now - EXPIRE_AFTER, now)


@shared_task
def probe_endpoints() -> None:
    """Look at every endpoint that can be drawn, all at once, and write down what was seen."""
    looks = asyncio.run(_look_at(endpoints_to_probe()))
    record_looks(looks, datetime.now(UTC))
    for look in looks:
        if look.problem:
            log.warning("endpoint_ill", endpoint=look.endpoint_ref, problem=look.problem)


async def _look_at(endpoints: list[ProbeView]) -> list[Look]:
    async with InferenceClient() as client:
        return list(await asyncio.gather(*(_look(client, endpoint) for endpoint in endpoints)))


async def _look(client: InferenceClient, endpoint: ProbeView) -> Look:
    key = os.environ.get(endpoint.api_key_variable) if endpoint.api_key_variable else None
    health = await probe(client, Target(endpoint.base_url, endpoint.served_name, key), PROBE_SECONDS)
    return Look(
        endpoint_ref=endpoint.endpoint_ref,
        problem=health.problem or "",
        running=health.running,
        waiting=health.waiting,
        cache_used=health.cache_used,
        seconds=health.seconds,
    )


@shared_task
def publish_leaderboards() -> None:
    """Fold new votes into their pools' tallies and publish a new snapshot of each. The beat calls once a second."""
    for pool_ref in pools_to_publish():
        fold_votes(pool_ref)
        number = publish_snapshot(pool_ref, datetime.now(UTC))
        if number is not None:
            send_leaderboard(redis(), number)
