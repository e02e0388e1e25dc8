"""A stage to take part in, without a browser or a worker."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from arena.actions.pools import EndpointAddress
from contest.actions.rehearsal import seed_rehearsal
from contest.web import board_kept
from contest.web import limits as limits_of_faces
from tests.kept_rows import kept
from tests.services.servers import RedisServer

ADDRESSES = [EndpointAddress(f"http://127.0.0.1:9/{n}", f"m-{n}") for n in range(5)]


@pytest.fixture
def rehearsal(db: None) -> None:
    """The rehearsal stage, open by now, without simulated votes."""
    kept("rehearsal", lambda: seed_rehearsal(ADDRESSES, datetime.now(UTC), with_votes=False))


@pytest.fixture(autouse=True)
def no_kept_pages() -> None:
    """Each test sees its own leaderboard."""
    board_kept.forget()


@pytest.fixture
def limits(redis: RedisServer, settings: Any) -> Iterator[Any]:
    """The real Redis behind the faces' limits, empty; gives the settings, to set a limit."""
    redis.flush()
    settings.REDIS_URL = redis.url
    limits_of_faces.redis.cache_clear()
    yield settings
    limits_of_faces.redis.cache_clear()


@pytest.fixture
def enqueued(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The refs of the turns that the faces enqueued."""
    refs: list[str] = []
    monkeypatch.setattr("contest.web.battles.stream_turn.delay", refs.append)
    monkeypatch.setattr("contest.web.battles.cancel_turn.delay", refs.append)
    return refs


@pytest.fixture
def minji() -> Client:
    """A citizen's browser."""
    return Client(headers={"accept": "application/json"})


@pytest.fixture
def junho() -> Client:
    """Another citizen's browser."""
    return Client(headers={"accept": "application/json"})
