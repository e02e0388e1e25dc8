"""PostgreSQL's files with a migrated database among them: made once for a test run, and copied by each server."""

from pathlib import Path

from tests.services.commands import manage
from tests.services.folders import temporary_folder
from tests.services.run_folder import made_once
from tests.services.servers import keep_files, postgres_server
from tests.services.site import site_environment

MIGRATED = "migrated"
"""The name of the database with all tables and no rows; copies of it are made in a moment."""


def migrated_files() -> Path:
    """Where the files lie. No server runs on them."""
    return made_once("postgres", _migrate)


def _migrate(place: Path) -> None:
    with postgres_server() as server, temporary_folder() as folder:
        url = server.url(server.create_database(name=MIGRATED))
        manage(site_environment(url, "redis://127.0.0.1:1/0", folder), "migrate", "-v", "0")
        keep_files(server, place)
