"""What Celery runs. Tasks read the settings, call the floors below, and nudge; the rows hold the truth."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import structlog
from celery import Task, shared_task
from celery.signals import worker_ready, worker_shutdown
from celery.worker.consumer import Consumer
from django.conf import settings
from django.db import close_old_connections
from kombu.exceptions import OperationalError as BrokerAway
from redis import Redis

from arena.actions.battles import expire_battles
from arena.actions.board_desk import desk_of
from arena.actions.canaries import record_canary, record_canary_failure
from arena.actions.endpoint_checks import CheckedPoint, finish_check
from arena.actions.folding import fold_votes
from arena.actions.health import record_looks
from arena.actions.looking import look_for_findings
from arena.actions.paces import measure_pace
from arena.actions.prompts import PROMPT_MAX_CHARACTERS, content_rules
from arena.actions.turns import sweep_turns
from arena.inference.client import InferenceClient
from arena.inference.conformance import conforms, examine
from arena.inference.errors import Reason
from arena.inference.finding import Finding, Level
from arena.inference.target import Bounds, Deadlines, Target
from arena.queries.endpoint_checks import check_target
from arena.queries.entrants import endpoints_of_open_pools, endpoints_to_probe
from arena.queries.paces import open_pools
from arena.queries.pools import names_in_open_pools, pools_to_publish
from arena.queries.seen_votes import pools_to_judge
from arena.realtime.events import Event, Kind, Phase
from arena.realtime.publisher import send_cancel, send_event, send_leaderboard
from arena.rules.blindness.conceal import Identities, learn_names
from arena.rules.blindness.pace import SLOWEST, Pace
from arena.streaming.conditions import Conditions
from arena.streaming.endpoints import canaries, look_at, target_of
from arena.streaming.process import WorkerProcess

log = structlog.get_logger(__name__)

EXPIRE_AFTER = timedelta(hours=24)
JUDGE_VOTES_OF = timedelta(hours=1)
FULL_RETRY_SECONDS = 0.5
DRAIN_SECONDS = 20.0
_starting = threading.Lock()


class BoardsMissing(Exception):
    """So many pools' boards could not be published; each was logged."""


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
            pace=_liveliest(),
            pace_is_fixed=settings.ARENA_RELEASE_FIXED,
            deadlines=Deadlines(),
            bounds=Bounds(),
            identities=Identities.builtin(),
            most_turns=settings.ARENA_TURNS_PER_WORKER,
            content=content_rules(settings.ARENA_CONTENT_RULES, settings.ARENA_CONTENT_CLASSIFIER),
            slots=settings.ARENA_SLOTS_PER_ENTRANT,
            stalled_after=settings.ARENA_STALLED_AFTER,
            endpoint_hosts=settings.ARENA_ENDPOINT_HOSTS,
        ),
        nudge,
    )


def _liveliest() -> Pace:
    return Pace(
        bytes_per_second=settings.ARENA_RELEASE_BYTES_PER_SECOND,
        hold_seconds=settings.ARENA_RELEASE_HOLD_MILLISECONDS / 1000,
        slowest=settings.ARENA_RELEASE_BYTES_PER_SECOND if settings.ARENA_RELEASE_FIXED else SLOWEST,
    )


def nudge(turn_ref: str) -> None:
    """Enqueue a turn that may start; when the broker is away the sweep finds it by its row."""
    try:
        stream_turn.delay(turn_ref)
    except BrokerAway as error:
        log.warning("broker_away", error=type(error).__name__)


@worker_ready.connect
def learn_before_the_first_turn(sender: Consumer, **_kwargs: object) -> None:
    """Compile the names that the first turns will mask, in a worker that takes turns, before it takes any."""
    if settings.CELERY_TASK_DEFAULT_QUEUE in sender.app.amqp.queues.consume_from:
        pools = names_in_open_pools()
        # Nothing else on this thread asks the database: its connection goes back to the others.
        close_old_connections()
        for names in pools:
            learn_names(Identities.builtin().plus(names))


@worker_shutdown.connect
def drain_turns(**_kwargs: object) -> None:
    """Let the turns of a worker that is asked to stop come to their end; the sweep ends what is left."""
    if _worker_process.cache_info().currsize:
        worker_process().drain(DRAIN_SECONDS)
        worker_process().close()


@shared_task(bind=True, max_retries=None)
def stream_turn(self: "Task[[str], None]", turn_ref: str) -> None:
    """Run a turn in this worker's event loop, or let it wait in the line. A full worker puts it back for another."""
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
    swept = sweep_turns(now, stalled_after=settings.ARENA_STALLED_AFTER)
    for battle_ref, turn in swept.voided:
        log.warning("battle_swept", battle=battle_ref)
        send_event(redis(), battle_ref, Event(Kind.SNAPSHOT, turn, 0, "", "", Phase.VOID))
    for turn_ref in swept.unclaimed:
        stream_turn.delay(turn_ref)
    expire_battles(now - EXPIRE_AFTER, now)


@shared_task
def probe_endpoints() -> None:
    """Look at every endpoint that can be drawn, all at once, and write down what was seen."""
    looks = asyncio.run(look_at(endpoints_to_probe(), settings.ARENA_ENDPOINT_HOSTS))
    record_looks(looks, datetime.now(UTC))
    for look in looks:
        if look.problem:
            log.warning("endpoint_ill", endpoint=look.endpoint_ref, problem=look.problem)


@shared_task
def measure_paces() -> None:
    """Let the pace of every open pool follow its slowest entrant, unless the installation has fixed it."""
    if settings.ARENA_RELEASE_FIXED:
        return
    for pool_ref in open_pools():
        measure_pace(pool_ref, _liveliest())


@shared_task
def run_canaries() -> None:
    """Ask every endpoint that citizens meet the fixed questions; compare the answers with its entrant's fingerprint."""
    now = datetime.now(UTC)
    for endpoint_ref, told in asyncio.run(canaries(endpoints_of_open_pools(), settings.ARENA_ENDPOINT_HOSTS)):
        if isinstance(told, Reason):
            record_canary_failure(endpoint_ref, told, now)
        elif record_canary(endpoint_ref, told, now) is not None:
            log.warning("endpoint_serves_another_version", endpoint=endpoint_ref)


@shared_task
def check_endpoint(check_ref: str) -> None:
    """Ask an endpoint all that the contest may ask of it, and write down what was found."""
    asked = check_target(check_ref)
    if asked is None:
        return
    try:
        found = asyncio.run(_examine(target_of(asked.endpoint), asked.context_tokens))
    except Exception:
        # Without an end on record nobody could test this endpoint again for minutes.
        finish_check(check_ref, [], False, datetime.now(UTC))
        raise
    points = [CheckedPoint(one.check, one.level is Level.MUST, one.passed, one.told) for one in found]
    arrival = next((one.arrival for one in found if one.arrival is not None), None)
    finish_check(check_ref, points, conforms(found), datetime.now(UTC), arrival)


async def _examine(target: Target, context_tokens: int) -> list[Finding]:
    async with InferenceClient(settings.ARENA_ENDPOINT_HOSTS) as client:
        return await examine(client, target, Deadlines(), PROMPT_MAX_CHARACTERS, context_tokens)


@shared_task
def publish_leaderboards() -> None:
    """Fold new votes into their pools' tallies and publish a new snapshot of each. The beat calls once a second."""
    failed = 0
    for pool_ref in pools_to_publish():
        try:
            _publish(pool_ref)
        except Exception:
            # One pool's trouble must not keep the boards of the others from coming out.
            failed += 1
            log.exception("leaderboard_not_published", pool=pool_ref)
    if failed:
        raise BoardsMissing(failed)


def _publish(pool_ref: str) -> None:
    fold_votes(pool_ref)
    number = desk_of(pool_ref).publish(datetime.now(UTC))
    if number is not None:
        send_leaderboard(redis(), pool_ref, number)


@shared_task
def judge_votes() -> None:
    """Look for votes given in bad faith in every pool that is voted in; the next snapshots follow what is set aside."""
    now = datetime.now(UTC)
    for pool_ref in pools_to_judge(now - JUDGE_VOTES_OF):
        for finding_ref in look_for_findings(pool_ref, now):
            log.warning("finding", finding=finding_ref, pool=pool_ref)
