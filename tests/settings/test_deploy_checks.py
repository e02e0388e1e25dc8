"""`check --deploy` refuses what must not serve citizens, and passes what may."""

from typing import Any

import pytest
from django.core.checks import run_checks

from contest.actions.rehearsal import seed_rehearsal
from tests.arena_cast import NOW
from tests.web.conftest import ADDRESSES


def found(databases: list[str] | None = None) -> set[str | None]:
    messages = run_checks(include_deployment_checks=True, databases=databases)
    return {message.id for message in messages if (message.id or "").startswith("contest.")}


def test_the_embedded_run_is_refused_with_each_of_its_reasons(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    assert found() == {f"contest.E00{number}" for number in range(1, 7)} | {"contest.W002"}


def test_a_production_set_up_passes(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EMBEDDED = False
    settings.SECRET_KEY, settings.VOTER_KEY = "a" * 60, "b" * 60
    settings.HTTPS = True
    settings.REHEARSAL_SIGN_IN, settings.TRUSTED_PROXIES = False, 1
    settings.OPERATOR, settings.OPERATOR_CONTACT = {"ko": "운영 기관", "en": "The agency"}, "contest@example.org"
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    assert found() == set()


def test_a_pace_that_does_not_follow_the_slowest_entrant_is_refused(settings: Any) -> None:
    settings.ARENA_RELEASE_FIXED = True
    assert "contest.E009" in found()


@pytest.mark.django_db
def test_a_running_rehearsal_says_so() -> None:
    seed_rehearsal(ADDRESSES, NOW, with_votes=False)
    assert "contest.W001" in found(["default"])
