"""Every description of the site's processes starts a worker for every queue, and containers share what they must."""

import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from contest.celery import app
from contest.supervisor.nginx_server import write_configuration
from contest.supervisor.site_programs import ROOT, exporter, worker

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text())
Command = list[str]


def supervisor() -> list[Command]:
    """The commands of the supervisor's workers."""
    return [list(program.command) for program in (worker({}), exporter({}))]


def containers() -> list[Command]:
    """The commands of the containers."""
    return [service["command"] for service in COMPOSE["services"].values() if "command" in service]


def procfile() -> list[Command]:
    """The commands of the Procfile."""
    return [shlex.split(line.split(":", 1)[1]) for line in (ROOT / "Procfile").read_text().splitlines()]


def queues(commands: list[Command]) -> list[str]:
    """What the workers among them listen to."""
    return [command[command.index("--queues") + 1] for command in commands if "--queues" in command]


def routes() -> dict[str, str]:
    """The queue that each of our tasks goes to."""
    # Nobody may have loaded them: whoever asks for a task knows its name.
    app.loader.import_default_modules()
    ours = [name for name in app.tasks if name.startswith(("arena.", "contest."))]
    return {name: app.amqp.router.route({}, name)["queue"].name for name in ours}


@pytest.mark.parametrize("described", [supervisor, containers, procfile])
def test_every_queue_has_a_worker_of_its_own(described: Any) -> None:
    assert sorted(queues(described())) == sorted(set(routes().values()))


def test_a_large_file_is_written_apart_from_battles() -> None:
    assert [name for name, queue in routes().items() if queue == "exports"] == ["contest.exports.tasks.make_export"]


def test_containers_share_the_files_of_data() -> None:
    mounts = {name: service.get("volumes", []) for name, service in COMPOSE["services"].items()}
    # The exporter writes them; a web process hands them out and removes what is taken back.
    assert all("exports:/var/lib/contest/exports" in mounts[name] for name in ("exporter", "web"))
    named = {mount.split(":")[0] for mounted in mounts.values() for mount in mounted}
    assert named == set(COMPOSE["volumes"])


def test_nginx_hands_on_what_the_proxy_with_tls_says(tmp_path: Path) -> None:
    text = write_configuration(tmp_path, "8000", ["web:8000"], behind_another=True).read_text()
    assert "server web:8000 " in text
    assert text.count("X-Forwarded-Proto $http_x_forwarded_proto;") == 2
    assert COMPOSE["services"]["web"]["environment"]["TRUSTED_PROXIES"] == "2"


def test_no_key_and_no_data_gets_into_an_image() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".env", "**/.env", "var", ".git", ".venv"} <= set(ignored)
