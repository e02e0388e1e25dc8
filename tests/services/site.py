"""The whole site as real processes against a given database and Redis: web × N, workers × M, a clock, a twin."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from arena.inference.rehearsal.cast import BUILTIN
from contest.supervisor.child import Child, NotReady
from contest.supervisor.guard import Guard
from contest.supervisor.model_servers import address, served_endpoints
from contest.supervisor.ports import LOOPBACK, free_port
from contest.supervisor.program import Program
from contest.supervisor.site_programs import beat, exporter, rehearsal_server, web, worker
from tests.services.collected import with_static_files
from tests.services.commands import manage
from tests.services.folders import temporary_folder
from tests.services.servers import guarded, last_words, running

SECRETS = {"SECRET_KEY": "a-key-for-tests-that-protects-nothing-at-all", "VOTER_KEY": "another-key-for-tests-only"}


@dataclass
class Site:
    """A running site. Each of its processes is a `Child` with `kill`, `stop`, `restart`, `running`, `log_tail`.

    `endpoints`: where the entrants are asked, as URL#SERVED_NAME.
    """

    environment: dict[str, str]
    folder: Path
    rehearsal: Child | None
    beat: Child
    webs: list[Child]
    workers: list[Child]
    urls: list[str]
    endpoints: list[str]

    @property
    def url(self) -> str:
        """The address of the first web process."""
        return self.urls[0]

    def logs(self) -> str:
        """The end of every process's log, for failure messages."""
        return last_words(self.folder)

    def manage(self, *words: str) -> str:
        """Run `manage.py` against this site and return what it said; fail with its words when it fails."""
        return manage(self.environment, *words)


@contextmanager
def site_processes(
    database_url: str,
    redis_url: str,
    *,
    webs: int = 1,
    workers: int = 1,
    endpoints: list[str] | None = None,
    environment: Mapping[str, str] | None = None,
    migrate: bool = True,
    seed_stage: bool = True,
    seed_votes: bool = False,
    with_exporter: bool = False,
    haste: float = 1,
) -> Iterator[Site]:
    """Start the site and stop it afterwards.

    `endpoints` (URL#SERVED_NAME) replace the rehearsal server, which is started otherwise. `migrate` False is for a
    database made from a migrated template. `seed_stage` False leaves the rehearsal stage out, for a contest that the
    test sets up itself; `seed_votes` True adds the stage's simulated votes. `haste` is how many times as fast as usual
    the rehearsal server answers, where nothing depends on how long an answer takes.
    """
    with temporary_folder() as folder, guarded() as guard, ExitStack() as stack:
        variables = site_environment(database_url, redis_url, folder, environment)
        rehearsal = None
        if endpoints is None:
            port = free_port()
            rehearsal = stack.enter_context(
                running(Child(rehearsal_server(port, hasty_cast(folder, haste)), folder, guard))
            )
            endpoints = served_endpoints(address(port))
        with_static_files(folder)
        seed = [f"--endpoint={endpoint}" for endpoint in endpoints if seed_stage]
        due = [*(["--tables"] if migrate else []), *seed]
        if due:
            manage(variables, "prepare_site", *due, *([] if seed_votes else ["--no-votes"]))
        if with_exporter:
            _launch(stack, exporter(variables), folder, guard)
        yield _start(stack, folder, guard, variables, rehearsal, endpoints, webs, workers)


def hasty_cast(folder: Path, haste: float) -> Path:
    """The file of a cast that is the built-in one but for its speed."""
    parts = [
        asdict(part)
        | {
            "first_token_seconds": part.first_token_seconds / haste,
            "tokens_per_second": part.tokens_per_second * haste,
        }
        for part in BUILTIN.parts
    ]
    file = folder / "cast.json"
    file.write_text(json.dumps({"seed": BUILTIN.seed, "parts": parts}))
    return file


def _start(
    stack: ExitStack,
    folder: Path,
    guard: Guard,
    variables: dict[str, str],
    rehearsal: Child | None,
    endpoints: list[str],
    webs: int,
    workers: int,
) -> Site:
    ports = [free_port() for _ in range(webs)]
    clock = _launch(stack, beat(variables, folder / "beat"), folder, guard)
    site = Site(
        environment=variables,
        folder=folder,
        rehearsal=rehearsal,
        beat=clock,
        webs=[
            _launch(stack, web(port, variables, f"web-{number}"), folder, guard)
            for number, port in enumerate(ports, start=1)
        ],
        workers=[
            _launch(stack, worker(variables, f"worker-{number}"), folder, guard) for number in range(1, workers + 1)
        ],
        urls=[f"http://{LOOPBACK}:{port}" for port in ports],
        endpoints=endpoints,
    )
    try:
        for child in (*site.webs, *site.workers, clock):
            child.wait_ready()
    except NotReady as error:
        raise NotReady(f"{error}\n{site.logs()}") from error
    return site


def _launch(stack: ExitStack, program: Program, folder: Path, guard: Guard) -> Child:
    """Start without waiting, so that all start side by side."""
    child = Child(program, folder, guard)
    child.start()
    stack.callback(child.kill)
    return child


def site_environment(
    database_url: str, redis_url: str, folder: Path, more: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The variables of a site that tests may overload: no rate limit to speak of."""
    return {
        **SECRETS,
        "CONTEST_EMBEDDED": "1",
        "CONTEST_VAR_DIR": os.fspath(folder),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "BATTLES_PER_MINUTE": "100000",
        # Tests of the blind release have clocks of their own; here nobody waits for it.
        "ARENA_RELEASE_HOLD_MILLISECONDS": "0",
        "ARENA_RELEASE_FIXED": "1",
        **(more or {}),
    }
