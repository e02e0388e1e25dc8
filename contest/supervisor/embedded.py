"""The embedded run: the whole site with SQLite and a private Redis, for looking, trying and rehearsing."""

import os
import secrets
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from contest.supervisor.model_servers import ModelServers
from contest.supervisor.ports import LOOPBACK, free_port, is_free
from contest.supervisor.preparation import preparation
from contest.supervisor.redis_server import redis_program, redis_url
from contest.supervisor.site_programs import exporter, web, worker
from contest.supervisor.terminal import Terminal
from contest.supervisor.var_folder import kept_secret, locked
from contest.supervisor.watch import Watch, watching

WORKER_STOP_SECONDS = 5.0
"""A rehearsal's battles need not be waited for."""


class PortTaken(Exception):
    """The message says what to type instead."""


def serve(port: int, folder: Path, models: ModelServers) -> None:
    """Run the site until a signal ends it; `models` answer."""
    if not is_free(port):
        raise PortTaken(f"Port {port} is in use. Choose another: make run PORT={port + 1}")
    terminal = Terminal(folder / "log")
    with locked(folder), watching(folder / "log", terminal) as watch:
        password = _start(watch, port, folder, models)
        terminal.say(welcome(f"http://{LOOPBACK}:{port}/", folder, password))
        watch.keep_running()


def _start(watch: Watch, port: int, folder: Path, models: ModelServers) -> str | None:
    redis_port, redis_password = free_port(), secrets.token_urlsafe(24)
    environment = {
        "CONTEST_EMBEDDED": "1",
        "CONTEST_VAR_DIR": os.fspath(folder),
        "SECRET_KEY": kept_secret(folder, "secret_key"),
        "DATABASE_URL": f"sqlite:///{folder / 'contest.sqlite3'}",
        "REDIS_URL": redis_url(redis_port, redis_password),
    }
    servers = [redis_program(folder / "redis", redis_port, redis_password), *models.programs]
    site = [
        web(port, environment),
        replace(worker(environment, schedule=folder / "beat-schedule"), stop_seconds=WORKER_STOP_SECONDS),
        exporter(environment),
    ]
    due = preparation(folder, environment)

    def prepare() -> str | None:
        return due.run(models.endpoints())

    watch.start(servers)
    if due.steps:
        password = prepare()
        watch.start(site)
        return password
    return _side_by_side(prepare, lambda: watch.start(site))


def _side_by_side(first: Callable[[], str | None], second: Callable[[], None]) -> str | None:
    """Run `first` in a thread while `second` runs here; what `first` returned, or its exception."""
    outcome: list[str | None] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(first())
        except Exception as error:  # noqa: BLE001  raised again in the main thread
            failure.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    second()
    thread.join()
    if failure:
        raise failure[0]
    return outcome[0]


def welcome(address: str, folder: Path, password: str | None) -> str:
    """What the terminal says when the page can be opened."""
    lines = ["", "  콘테스트가 열렸어요 · The contest is open", f"      {address}"]
    if password is not None:
        lines += [
            "  운영자 로그인 · Organiser",
            f"      {address}console/   organiser / {password}",
            "      암호는 지금 한 번만 보여요 · The password is shown only this once",
        ]
    lines += [f"  멈추려면 Ctrl-C · Ctrl-C stops it      기록 · Logs: {folder / 'log'}", ""]
    return "\n".join(lines)
