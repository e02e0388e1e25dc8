"""The command lines of the site's own processes, the same in the embedded run, the stack and the tests."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from contest.supervisor.ports import LOOPBACK
from contest.supervisor.probes import answers_http
from contest.supervisor.program import Program

ROOT = Path(__file__).resolve().parents[2]
WORKER_THREADS = 4
QUEUE, EXPORTS_QUEUE = "contest", "exports"
GRACE_SECONDS = 5


def web(port: int, environment: Mapping[str, str], name: str = "web") -> Program:
    """One web process: HTTP and WebSocket. No access log: it would hold the citizens' addresses."""
    return Program(
        name=name,
        command=(
            *(sys.executable, "-m", "uvicorn", "contest.asgi:application", "--app-dir", os.fspath(ROOT)),
            *("--host", LOOPBACK, "--port", str(port), "--loop", "uvloop", "--http", "httptools"),
            *("--ws", "websockets-sansio", "--ws-ping-interval", "20", "--ws-ping-timeout", "20"),
            # Pages say a few words; more is not even read into memory (arena.realtime.bounds closes it politely).
            *("--ws-max-size", "65536"),
            *("--lifespan", "off", "--no-access-log", "--no-server-header", "--log-level", "warning"),
            *("--timeout-graceful-shutdown", str(GRACE_SECONDS)),
            # The site itself reads X-Forwarded-For, by the pinned number of proxies (TRUSTED_PROXIES).
            "--no-proxy-headers",
        ),
        environment=environment,
        ready=answers_http(port, "/healthz"),
        stop_seconds=GRACE_SECONDS + 3,
    )


def worker(environment: Mapping[str, str], name: str = "worker", schedule: Path | None = None) -> Program:
    """One Celery worker for all but exports; with `schedule`, the file of the clock that it then also runs."""
    clock = () if schedule is None else ("--beat", "--schedule", os.fspath(schedule))
    return Program(
        name=name,
        command=(*_celery("worker"), *_working(name, QUEUE, WORKER_THREADS), *clock),
        environment=environment,
        ready_words="ready.",
    )


def exporter(environment: Mapping[str, str], name: str = "exporter") -> Program:
    """The worker that writes files of data, one at a time, and yields the processor to whoever streams answers."""
    return Program(
        name=name,
        command=("nice", "-n", "10", *_celery("worker"), *_working(name, EXPORTS_QUEUE, 1)),
        environment=environment,
        ready_words="ready.",
        # A file that was not finished is made again by the next exporter.
        stop_seconds=GRACE_SECONDS,
    )


def _working(name: str, queue: str, threads: int) -> tuple[str, ...]:
    return (
        *("--pool", "threads", "--concurrency", str(threads), "--queues", queue),
        # Workers have nothing to say to each other, and asking costs a second at the start.
        *("--hostname", f"{name}@%h", "--without-gossip", "--without-mingle"),
    )


def beat(environment: Mapping[str, str], schedule: Path) -> Program:
    """Celery's clock on its own: exactly one, whatever the number of workers."""
    return Program(
        name="beat",
        command=(*_celery("beat", "contest.clock"), "--schedule", os.fspath(schedule), "--pidfile", ""),
        environment=environment,
        ready_words="beat: Starting",
        stop_seconds=5,
    )


def rehearsal_server(port: int, cast: Path | None = None) -> Program:
    """The scripted twin of a model server; `cast` is the file of another cast than the one that is built in."""
    config = () if cast is None else ("--config", os.fspath(cast))
    return Program(
        name="rehearsal",
        command=(sys.executable, "-m", "arena.inference.rehearsal", "--port", str(port), *config),
        environment={"PYTHONPATH": os.fspath(ROOT)},
        ready=answers_http(port, "/health"),
        ready_seconds=20,
        stop_seconds=3,
    )


def _celery(verb: str, app: str = "contest") -> tuple[str, ...]:
    return (sys.executable, "-m", "celery", "--workdir", os.fspath(ROOT), "-A", app, verb, "--loglevel", "INFO")
