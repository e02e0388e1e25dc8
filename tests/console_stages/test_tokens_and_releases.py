"""Tokens of the API, and when a stage's data is public, as a chief settles them."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from contest.actions.exports import request_export, set_data_release
from contest.actions.tokens import bearer_of
from contest.models import ApiToken, AuditEntry, DataRelease, Export
from tests.console_stages.conftest import SignIn
from tests.console_stages.steps import codes
from tests.contest.cast import CLOSES, OPENS, SETUP, closed, dohyun, opened, sora, yuna

pytestmark = pytest.mark.django_db
TOKENS, RELEASE = "/console/tokens/", "/console/exports/releases/one/"
WANTED = {"account": "sora", "name": "매일 밤 백업", "scopes": ["exports:read", "monitoring:read"], "days": "30"}


def token_in(page: Any) -> str:
    """The token that the page shows."""
    found = re.search(r"kaia_[\w-]+", page.content.decode())
    assert found is not None
    return found[0]


def test_a_token_is_issued_shown_once_and_opens_what_its_scopes_say(browser_of: SignIn) -> None:
    opened()
    browser = browser_of(sora())
    page = browser.post(TOKENS, WANTED)
    text = token_in(page)
    assert "no-store" in page["Cache-Control"]
    assert "kaia_" not in browser.get(TOKENS).content.decode()
    header = {"Authorization": f"Bearer {text}"}
    assert Client().get("/api/v1/organiser/monitoring/one/", headers=header).json()["state"] == "open"
    asked = {"stage": "one", "data": "votes", "format": "csv"}
    refused = Client().post("/api/v1/organiser/exports/", asked, content_type="application/json", headers=header)
    assert refused.status_code == 403
    entry = AuditEntry.objects.get(act="issue_token")
    assert (entry.actor_name, entry.after["account"], entry.after["days"]) == ("sora", "sora", 30)


def test_a_token_is_revoked_at_once_and_on_record(browser_of: SignIn) -> None:
    browser = browser_of(sora())
    text = token_in(browser.post(TOKENS, WANTED))
    address = f"{TOKENS}{ApiToken.objects.get().ref}/revoke/"
    assert [browser.post(address).status_code for _ in range(2)] == [302, 302]
    assert bearer_of(text, datetime.now(UTC)) is None
    assert AuditEntry.objects.filter(act="revoke_token").count() == 1


@pytest.mark.parametrize("wrong", [{"scopes": []}, {"days": "0"}, {"days": "367"}, {"account": "minsu"}])
def test_what_is_wrong_is_marked_and_nothing_is_issued(browser_of: SignIn, wrong: dict[str, Any]) -> None:
    page = browser_of(sora()).post(TOKENS, WANTED | wrong)
    assert set(page.context["form"].errors) == set(wrong)
    assert not ApiToken.objects.exists()


def test_a_token_without_a_name_is_refused(browser_of: SignIn) -> None:
    assert codes(browser_of(sora()).post(TOKENS, WANTED | {"name": " "})) == {"token_wrong"}
    assert not ApiToken.objects.exists()


def test_others_see_the_list_and_change_nothing(browser_of: SignIn) -> None:
    browser_of(sora()).post(TOKENS, WANTED)
    ref = ApiToken.objects.get().ref
    for person in (dohyun(), yuna()):
        browser = browser_of(person)
        assert "매일 밤 백업" in browser.get(TOKENS).content.decode()
        assert codes(browser.post(TOKENS, WANTED | {"account": "sora"})) == {"role_does_not_allow"}
        assert browser.post(f"{TOKENS}{ref}/revoke/").status_code == 403
    assert ApiToken.objects.filter(revoked_at=None).count() == 1


def test_a_chief_settles_when_data_is_public(browser_of: SignIn) -> None:
    opened()
    browser = browser_of(sora())
    answers = [browser.post(RELEASE, {"policy": "delayed", "days": "3", "seen": ""}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert "3일 지난 표부터" in browser.get("/console/exports/releases/").content.decode()
    browser.post(RELEASE, {"policy": "after_close", "days": "3", "seen": "3"})
    assert DataRelease.objects.get().delay_days is None
    entries = AuditEntry.objects.filter(act="release_data").order_by("pk")
    assert [(entry.before["delay_days"], entry.after["delay_days"]) for entry in entries] == [(None, 3), (3, None)]


@pytest.mark.parametrize("days", ["", "0", "91", "soon"])
def test_a_delay_that_cannot_be_is_marked(browser_of: SignIn, days: str) -> None:
    opened()
    page = browser_of(sora()).post(RELEASE, {"policy": "delayed", "days": days, "seen": ""})
    assert set(page.context["form"].errors) == {"days"}
    assert not DataRelease.objects.exists()


def test_who_saw_an_older_policy_is_told(browser_of: SignIn) -> None:
    opened()
    set_data_release(SETUP, "one", 5, seen=None, now=OPENS)
    page = browser_of(sora()).post(RELEASE, {"policy": "delayed", "days": "3", "seen": ""})
    assert codes(page) == {"changed_meanwhile"}
    assert DataRelease.objects.get().delay_days == 5


def test_only_a_chief_settles_it(browser_of: SignIn) -> None:
    opened()
    for person in (dohyun(), yuna()):
        assert browser_of(person).get("/console/exports/releases/").status_code == 200
        assert browser_of(person).post(RELEASE, {"policy": "delayed", "days": "3"}).status_code == 403
    assert browser_of(sora()).get("/console/exports/releases/nowhere/").status_code == 404


def test_a_failed_export_says_what_was_wrong(browser_of: SignIn) -> None:
    closed()
    request_export(dohyun(), "one", "votes", "csv", public=False, now=CLOSES)
    Export.objects.update(state="failed", problem="OSError: [Errno 28] No space left on device")
    assert "No space left on device" in browser_of(yuna()).get("/console/exports/").content.decode()
