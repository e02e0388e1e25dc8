"""Database tests run on a real PostgreSQL, which starts when the first of them asks for it."""

import os
from contextlib import suppress
from typing import Any

import pytest
from _pytest.nodeid import coerce_node_id
from django.conf import settings as site_settings
from django.db import connections
from environ import Env

from tests.services.browsers import browser, new_page, site
from tests.services.fixtures import migrated_template, postgres, postgres_url, redis, start_site
from tests.services.run_folder import run_folder
from tests.services.servers import PostgresServer

__all__ = ["browser", "migrated_template", "new_page", "postgres", "postgres_url", "redis", "site", "start_site"]

# Playwright's loop and Django's guard against blocking calls do not know of each other.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_configure() -> None:
    """Make the run's folder before there are others that share it: pytest-xdist starts its processes after this."""
    run_folder()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests that start processes take longest and come first: one worker would end with them while others are idle."""
    items.sort(key=lambda item: item.get_closest_marker("stack") is None)
    if config.getoption("loadgroup", False):
        for item in items:
            name_with_group(item)


def name_with_group(item: pytest.Item) -> None:
    """Tests of a group stay in one process by what stands behind an @ in their names.

    pytest-xdist 3.8 writes it where pytest 9.2 no longer reads it: each process would start every group's site.
    """
    group = item.get_closest_marker("xdist_group")
    if group is not None and "@" not in item.nodeid.rpartition("]")[2]:
        item._id = coerce_node_id(f"{item.nodeid}@{group.args[0]}")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres: PostgresServer, migrated_template: str) -> None:
    """Point Django at this session's PostgreSQL before pytest-django copies its test database from the template."""
    site_settings.DATABASES["default"] = Env.db_url_config(postgres.url()) | {"TEST": {"TEMPLATE": migrated_template}}
    # Nobody may have asked for it yet, as in a process that begins with tests over a socket.
    with suppress(AttributeError):
        del connections["default"]
    connections.__dict__.pop("settings", None)
    connections._settings = site_settings.DATABASES


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """A password's hash takes half a second, as it must outside of tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any) -> None:
    """Pages that are rendered in tests name static files as they are: nothing needs to be collected."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
