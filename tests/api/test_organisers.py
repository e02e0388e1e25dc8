"""Tokens, their scopes, and the files that organisers' programs ask for."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from contest.actions.refusals import ActRefused
from contest.actions.tokens import PREFIX, bearer_of, issue_token, revoke_token
from contest.exports.tasks import make_export
from contest.models import ApiToken, AuditEntry, Citizen
from contest.rules.api_scopes import Scope
from tests.api.conftest import Token, rows
from tests.contest.cast import SETUP, closed, dohyun, minsu, opened, sora, yuna
from tests.exports.played import played_stage

pytestmark = pytest.mark.django_db
EXPORTS = "/api/v1/organiser/exports/"
WANTED = {"stage": "one", "data": "votes", "format": "jsonl"}


def ask(caller: Client, header: dict[str, str], **more: Any) -> Any:
    """Ask for a file."""
    return caller.post(EXPORTS, json.dumps(WANTED | more), content_type="application/json", headers=header)


def test_a_token_is_kept_as_its_digest_only(token: Token) -> None:
    text = token()["Authorization"].split()[1]
    assert text.startswith(PREFIX)
    assert text not in str(list(ApiToken.objects.values())) + str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize(
    "header", ["Bearer kaia_nothing", "Bearer", "Basic eDp5", "Bearer a b", "Bearer \xff"], ids=range(5)
)
def test_a_wrong_token_opens_nothing(caller: Client, header: str) -> None:
    assert caller.get(EXPORTS, headers={"Authorization": header}).status_code == 401


def test_an_expired_or_revoked_token_opens_nothing(caller: Client, token: Token) -> None:
    header = token()
    assert caller.get(EXPORTS, headers=header).status_code == 200
    text = header["Authorization"].split()[1]
    assert bearer_of(text, datetime.now(UTC) + timedelta(days=2)) is None
    revoke_token(SETUP, ApiToken.objects.get().ref, now=datetime.now(UTC))
    assert caller.get(EXPORTS, headers=header).status_code == 401


def test_a_token_dies_with_its_accounts_role(caller: Client, token: Token) -> None:
    header = token(dohyun())
    Group.objects.get(name="operator").user_set.clear()
    assert caller.get(EXPORTS, headers=header).status_code == 401


def test_only_organisers_get_tokens_and_only_a_chief_issues_them() -> None:
    now = datetime.now(UTC)
    minsu()
    with pytest.raises(ActRefused, match="account_unknown"):
        issue_token(sora(), "minsu", "x", [Scope.READ_EXPORTS], 1, now=now)
    with pytest.raises(ActRefused, match="role_does_not_allow"):
        issue_token(dohyun(), "dohyun", "x", [Scope.READ_EXPORTS], 1, now=now)
    with pytest.raises(ActRefused, match="token_wrong"):
        issue_token(sora(), "sora", "x", ["everything"], 1, now=now)


def test_a_token_is_revoked_once(token: Token) -> None:
    token()
    for_once = ApiToken.objects.get().ref
    revoke_token(SETUP, for_once, now=datetime.now(UTC))
    for ref in (for_once, "nothing"):
        with pytest.raises(ActRefused, match="token_unknown"):
            revoke_token(SETUP, ref, now=datetime.now(UTC))


def test_a_scope_that_is_missing_is_refused(caller: Client, token: Token) -> None:
    opened("one")
    header = token(sora(), Scope.READ_MONITORING)
    assert caller.get(EXPORTS, headers=header).status_code == 403
    assert ask(caller, token(sora(), Scope.READ_EXPORTS)).status_code == 403
    assert caller.get("/api/v1/organiser/monitoring/one/", headers=header).json()["votes"] == 0


def test_a_cookie_opens_nothing(caller: Client) -> None:
    caller.force_login(Citizen.objects.get(pk=sora().account_id))
    assert caller.get(EXPORTS).status_code == 401


def test_a_file_is_asked_for_made_and_fetched(
    caller: Client,
    token: Token,
    enqueued: list[str],
    settings: Any,
    tmp_path: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.EXPORTS_DIR = tmp_path
    played_stage("one")
    header = token()
    with django_capture_on_commit_callbacks(execute=True):
        answer = ask(caller, header)
    assert (answer.status_code, answer.json()["state"], enqueued) == (202, "waiting", [answer.json()["ref"]])
    content = answer["Location"] + "content/"
    assert caller.get(content, headers=header).status_code == 404
    make_export(enqueued[0])
    assert caller.get(answer["Location"], headers=header).json()["rows"] == 12
    file = b"".join(caller.get(content, headers=header).streaming_content)
    assert file.count(b"\n") == 12
    assert caller.get(f"/api/v1/data/{enqueued[0]}/").status_code == 404


def test_a_double_click_asks_for_one_file(caller: Client, token: Token) -> None:
    closed("one")
    header = token(dohyun())
    assert ask(caller, header).json()["ref"] == ask(caller, header).json()["ref"]
    assert len(rows(caller.get(EXPORTS, headers=header))) == 1


def test_before_the_end_only_a_chief_gets_the_organisers_own_file(caller: Client, token: Token) -> None:
    opened("one")
    assert ask(caller, token(dohyun())).status_code == 403
    ref = ask(caller, token(sora())).json()["ref"]
    assert caller.get(f"{EXPORTS}{ref}/", headers=token(dohyun())).status_code == 404


def test_a_viewers_token_asks_for_nothing(caller: Client, token: Token) -> None:
    closed("one")
    answer = ask(caller, token(yuna()))
    assert (answer.status_code, answer.json()["code"]) == (403, "role_does_not_allow")


def test_a_refusal_says_why(caller: Client, token: Token) -> None:
    opened("one")
    answer = ask(caller, token(), public=True)
    assert (answer.status_code, answer.json()["code"]) == (409, "export_not_public_yet")
    assert ask(caller, token(), format="xlsx").json()["errors"].keys() == {"format"}
    assert ask(caller, token(), stage="nowhere").json()["code"] == "stage_unknown"


def test_what_was_asked_for_is_on_record(caller: Client, token: Token) -> None:
    closed("one")
    ref = ask(caller, token(dohyun())).json()["ref"]
    entry = AuditEntry.objects.get(act="export_data")
    assert (entry.actor_name, entry.object_ref, entry.after["data"]) == ("dohyun", ref, "votes")
