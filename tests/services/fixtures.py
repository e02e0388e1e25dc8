"""Session fixtures for a conftest to import. Under pytest-xdist each worker process has servers of its own."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from tests.services.migrated import MIGRATED, migrated_files
from tests.services.servers import PostgresServer, RedisServer, postgres_server, redis_server
from tests.services.site import Site, site_processes

StartSite = Callable[..., AbstractContextManager[Site]]


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL, started when the first test asks for it."""
    with postgres_server(files=migrated_files()) as server:
        yield server


@pytest.fixture(scope="session")
def redis() -> Iterator[RedisServer]:
    """A real Redis-compatible server."""
    with redis_server() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_template() -> str:
    """The name of a database with all tables and no rows; copies of it are made in a moment."""
    return MIGRATED


@pytest.fixture
def postgres_url(postgres: PostgresServer, migrated_template: str) -> Iterator[str]:
    """The DATABASE_URL of a fresh, migrated database of this test's own."""
    name = postgres.create_database(migrated_template)
    yield postgres.url(name)
    postgres.drop_database(name)


@pytest.fixture
def start_site(postgres_url: str, redis: RedisServer) -> StartSite:
    """`with start_site(webs=2, workers=2) as site:` runs the whole site on PostgreSQL and Redis.

    Sites of one test session share the Redis server: each starts from an empty one.
    """

    @contextmanager
    def start(**options: object) -> Iterator[Site]:
        redis.flush()
        with site_processes(postgres_url, redis.url, migrate=False, **options) as site:  # type: ignore[arg-type]
            yield site

    return start


@contextmanager
def lone_site(postgres: PostgresServer, template: str, **options: object) -> Iterator[Site]:
    """A site on a database and a Redis of its own: the one that other tests of the session share may run beside it."""
    name = postgres.create_database(template)
    with (
        redis_server() as redis,
        site_processes(postgres.url(name), redis.url, migrate=False, **options) as site,  # type: ignore[arg-type]
    ):
        yield site
    postgres.drop_database(name)
