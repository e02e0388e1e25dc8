"""The stack: the same site on PostgreSQL and Redis: two web processes behind nginx, two workers, one exporter.

Private servers on loopback from Debian's packages; only environment variables differ from the embedded run.
"""

import hashlib
import os
import secrets
import shutil
import subprocess
from pathlib import Path

from contest.supervisor.embedded import PortTaken, welcome
from contest.supervisor.model_servers import rehearsal
from contest.supervisor.nginx_server import nginx_program
from contest.supervisor.ports import LOOPBACK, free_port, is_free
from contest.supervisor.postgres_server import (
    SUPERUSER,
    Cluster,
    can_enter,
    postgres_program,
    prepare,
    server_user,
)
from contest.supervisor.preparation import preparation
from contest.supervisor.redis_server import redis_program, redis_url
from contest.supervisor.site_programs import beat, exporter, web, worker
from contest.supervisor.terminal import Terminal
from contest.supervisor.var_folder import kept_secret, locked
from contest.supervisor.watch import Watch, watching

WEBS = WORKERS = 2
DATABASE = "contest"
DEBIAN_POSTGRES = Path("/usr/lib/postgresql")
OUTSIDE = Path("/var/lib/citizens-contest")


class PackageMissing(Exception):
    """A server is not installed; the message says which."""


def serve(port: int, folder: Path) -> None:
    """Run the stack until a signal ends it. Everything it keeps is in `folder`/stack."""
    if not is_free(port):
        raise PortTaken(f"Port {port} is in use. Choose another: make run-stack PORT={port + 1}")
    folder = folder / "stack"
    terminal = Terminal(folder / "log")
    with locked(folder), watching(folder / "log", terminal) as watch:
        password = _start(watch, port, folder)
        terminal.say(welcome(f"http://{LOOPBACK}:{port}/", folder, password))
        watch.keep_running()


def _start(watch: Watch, port: int, folder: Path) -> str | None:
    cluster = Cluster(debian_postgres(), data_folder(folder, OUTSIDE), free_port())
    prepare(cluster)
    redis_port, redis_password, models = free_port(), secrets.token_urlsafe(24), rehearsal()
    watch.start(
        [
            postgres_program(cluster),
            redis_program(folder / "redis", redis_port, redis_password, installed("redis-server")),
            *models.programs,
        ]
    )
    _create_database(cluster)
    environment = stack_environment(folder, cluster.url(DATABASE), redis_url(redis_port, redis_password))
    password = preparation(folder, environment).run(models.endpoints())
    web_ports = [free_port() for _ in range(WEBS)]
    watch.start(
        [
            *(web(web_port, environment, f"web-{number}") for number, web_port in enumerate(web_ports, start=1)),
            *(worker(environment, f"worker-{number}") for number in range(1, WORKERS + 1)),
            exporter(environment),
            beat(environment, folder / "beat-schedule"),
        ]
    )
    watch.start([nginx_program(installed("nginx"), folder / "nginx", port, web_ports)])
    return password


def stack_environment(folder: Path, database_url: str, redis: str) -> dict[str, str]:
    """The production settings, on loopback without TLS."""
    return {
        "CONTEST_EMBEDDED": "0",
        "CONTEST_HTTPS": "0",
        "CONTEST_VAR_DIR": os.fspath(folder),
        "SECRET_KEY": kept_secret(folder, "secret_key"),
        "VOTER_KEY": kept_secret(folder, "voter_key"),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis,
        "ARENA_ENDPOINT_HOSTS": LOOPBACK,
        # nginx; and the stack is for this machine alone, whose rehearsal citizens all come from one address.
        "TRUSTED_PROXIES": "1",
        "UNLIMITED_NETWORKS": f"{LOOPBACK}/32",
        "REHEARSAL_SIGN_IN": "1",
    }


def data_folder(folder: Path, outside: Path) -> Path:
    """Where the cluster lies: in the run's `folder`, or under `outside` if PostgreSQL's user cannot enter that.

    That user is not root, and a clone in root's home is root's alone. Each folder has a cluster of its own.
    """
    user = server_user()
    if user is None or can_enter(folder, user):
        return folder / "postgres"
    return outside / hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]


def installed(name: str) -> str:
    """The path of a server's program. PackageMissing when it is not there."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None:
        raise PackageMissing(f"{name} is not installed: `make run-stack` installs it on Debian.")
    return found


def debian_postgres() -> Path:
    """The programs of the newest PostgreSQL that Debian installed."""
    versions = sorted(DEBIAN_POSTGRES.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if not versions:
        raise PackageMissing("PostgreSQL is not installed: `make run-stack` installs it on Debian.")
    return versions[-1].parent


def _create_database(cluster: Cluster) -> None:
    """Make the contest's database unless it is there."""
    psql = [os.fspath(cluster.binaries / "psql"), "-h", LOOPBACK, "-p", str(cluster.port), "-U", SUPERUSER, "-tAc"]
    exists = f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"  # noqa: S608  a constant
    if subprocess.run([*psql, exists], check=True, capture_output=True, text=True).stdout.strip() != "1":  # noqa: S603
        subprocess.run([*psql, f"CREATE DATABASE {DATABASE}"], check=True, capture_output=True)  # noqa: S603
