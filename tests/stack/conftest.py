"""A quick site for tests that leave its processes alone."""

from collections.abc import Iterator

import pytest

from tests.services.fixtures import lone_site
from tests.services.servers import PostgresServer
from tests.services.site import Site
from tests.stack.shared import forget_battles

QUICK = {"ARENA_RELEASE_BYTES_PER_SECOND": "100000"}


@pytest.fixture(scope="package")
def quick_site(postgres: PostgresServer, migrated_template: str) -> Iterator[Site]:
    """Two web processes and two workers, for the whole package."""
    with lone_site(postgres, migrated_template, webs=2, workers=2, environment=QUICK, haste=5) as site:
        yield site


@pytest.fixture
def site(quick_site: Site) -> Site:
    """The quick site without battles."""
    forget_battles(quick_site)
    return quick_site
