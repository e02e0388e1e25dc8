"""A caller of the API, and organisers' tokens."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from contest.actions.tokens import issue_token
from contest.models import Citizen
from contest.rules.api_scopes import SCOPES
from contest.rules.roles import Person
from tests.contest.cast import SETUP, sora

Token = Callable[..., dict[str, str]]


@pytest.fixture(autouse=True)
def nobody_asked_before() -> None:
    """The throttles count anew."""
    cache.clear()


@pytest.fixture(autouse=True)
def enqueued(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The refs that a worker would be told of."""
    told: list[str] = []
    monkeypatch.setattr("contest.api.organiser_views.enqueue_export", told.append)
    return told


@pytest.fixture
def caller() -> Client:
    """A program without a token."""
    return Client(headers={"accept": "application/json"})


@pytest.fixture
def token(db: None) -> Token:
    """`token(person, scope, …)`: the header of a token of this person's; all scopes unless some are named."""

    def issued(who: Person | None = None, *scopes: str) -> dict[str, str]:
        account = Citizen.objects.get(pk=(who or sora()).account_id)
        text = issue_token(SETUP, account.username, "tests", scopes or SCOPES, 1, now=datetime.now(UTC))
        return {"Authorization": f"Bearer {text}"}

    return issued


def rows(answer: Any) -> list[dict[str, Any]]:
    """The entries of a page."""
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found
