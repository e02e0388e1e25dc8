"""A running rehearsal stage with its limits on a real Redis, and browsers that sign in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from contest.models import Stage
from tests.web.conftest import enqueued, junho, limits, minji, no_kept_pages, rehearsal

__all__ = ["enqueued", "junho", "limits", "minji", "no_kept_pages", "rehearsal"]

SignIn = Callable[..., Any]


@pytest.fixture
def sign_in() -> SignIn:
    """`sign_in(browser, "민지", merge=True)`: come in by the practice way."""

    def come(browser: Client, name: str, *, merge: bool = False, **more: str) -> Any:
        wishes = {"name": name, **({"merge": "on"} if merge else {}), **more}
        return browser.post("/sign-in/rehearsal/", wishes)

    return come


@pytest.fixture
def stage(rehearsal: None) -> Callable[..., Stage]:
    """`stage(voters="signed_in", votes_per_day=2)` changes the terms of the running stage."""

    def change(**terms: Any) -> Stage:
        Stage.objects.update(**terms)
        return Stage.objects.get()

    return change
