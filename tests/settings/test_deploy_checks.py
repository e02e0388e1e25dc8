"""`check --deploy` refuses what must not serve citizens, and passes what may."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.checks import run_checks

from contest.actions.rehearsal import seed_rehearsal
from contest.supervisor.site_programs import ROOT
from tests.arena_cast import NOW
from tests.web.conftest import ADDRESSES

NAVER, OIDC = SimpleNamespace(slug="naver"), SimpleNamespace(slug="oidc")
UNSAFE: dict[str, dict[str, Any]] = {
    "contest.E001": {"EMBEDDED": True},
    "contest.E002": {"SECRET_KEY": "public", "EMBEDDED_SECRET_KEY": "public"},
    "contest.E003": {"SECRET_KEY": "the same", "VOTER_KEY": "the same"},
    "contest.E004": {"ENGINE": "django.db.backends.sqlite3"},
    "contest.E005": {"HTTPS": False},
    "contest.E006": {"REHEARSAL_SIGN_IN": True},
    "contest.E007": {"WAYS_IN": [NAVER]},
    "contest.E008": {"TRUSTED_PROXIES": 0},
    "contest.E009": {"ARENA_RELEASE_FIXED": True},
    "contest.E010": {"ARENA_CONTENT_CLASSIFIER": "contest.nowhere.Judge"},
    "contest.E011": {"ARENA_CONTENT_RULES": "/nowhere/rules.json"},
    "contest.W002": {"OPERATOR_CONTACT": ""},
}
"""What alone makes a production set-up unsafe, by the id of the check that says so."""


def found(databases: list[str] | None = None) -> set[str | None]:
    messages = run_checks(include_deployment_checks=True, databases=databases)
    return {message.id for message in messages if (message.id or "").startswith("contest.")}


@pytest.fixture
def production(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A set-up that may serve citizens."""
    settings.EMBEDDED = False
    settings.SECRET_KEY, settings.VOTER_KEY = "a" * 60, "b" * 60
    settings.HTTPS = True
    settings.REHEARSAL_SIGN_IN, settings.TRUSTED_PROXIES = False, 1
    settings.OPERATOR, settings.OPERATOR_CONTACT = {"ko": "운영 기관", "en": "The agency"}, "contest@example.org"
    settings.WAYS_IN = [NAVER, OIDC]
    settings.ARENA_RELEASE_FIXED = False
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    return settings


def test_the_embedded_run_is_refused_with_each_of_its_reasons(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    assert found() == {f"contest.E00{number}" for number in range(1, 7)} | {"contest.W002"}


def test_a_production_set_up_passes(production: Any) -> None:
    assert found() == set()


@pytest.mark.parametrize("check", UNSAFE)
def test_each_unsafe_setting_is_told_by_its_own_check(
    production: Any, monkeypatch: pytest.MonkeyPatch, check: str
) -> None:
    for name, value in UNSAFE[check].items():
        if name == "ENGINE":
            monkeypatch.setitem(production.DATABASES["default"], name, value)
        else:
            setattr(production, name, value)
    assert found() == {check}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_operator_is_named_in_both_languages(production: Any, language: str) -> None:
    production.OPERATOR = production.OPERATOR | {language: ""}
    assert found() == {"contest.W002"}


@pytest.mark.django_db
def test_a_running_rehearsal_says_so(production: Any) -> None:
    seed_rehearsal(ADDRESSES, NOW, with_votes=False)
    assert found(["default"]) == {"contest.W001"}


def test_every_check_has_its_test() -> None:
    checks = re.findall(r'id="(contest\.[EW]\d{3})"', (ROOT / "contest/checks.py").read_text())
    assert len(checks) == len(set(checks))
    assert set(checks) == {*UNSAFE, "contest.W001"}


def test_every_check_says_what_to_do(settings: Any) -> None:
    told = run_checks(include_deployment_checks=True)
    ours = [message for message in told if (message.id or "").startswith("contest.")]
    assert ours
    assert all(message.hint for message in ours)
