"""A stage to take part in, without a browser or a worker."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from arena.actions.pools import EndpointAddress
from contest.actions.rehearsal import seed_rehearsal

ADDRESSES = [EndpointAddress(f"http://127.0.0.1:9/{n}", f"m-{n}") for n in range(5)]


@pytest.fixture
def rehearsal(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rehearsal stage, open now; nothing is enqueued and nobody is limited."""
    seed_rehearsal(ADDRESSES, datetime.now(UTC), with_votes=False)


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
