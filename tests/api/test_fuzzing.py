"""Whatever a program sends, the API answers as its OpenAPI document says, and never with a fault of ours."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, example, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from arena.actions.folding import fold_votes
from arena.actions.leaderboard import publish_snapshot
from contest.actions.exports import request_export
from contest.actions.stages_running import close_stage
from contest.exports.tasks import make_export
from tests.api.conftest import Token
from tests.contest.cast import CLOSES, SETUP, pool_of, revision
from tests.contest.standing_cast import TERMS_WITH_GATE, enter_all, publish_now
from tests.exports.played import played_stage

OPERATIONS = 18
EXAMPLES = settings(
    max_examples=12,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(autouse=True)
def kept_connection(db: None) -> Iterator[None]:
    """Requests through WSGI leave the test's own connection open, in whose transaction its rows are."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def headers(token: Token, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A chief's token, in a contest whose lists have something in them; nobody is throttled."""
    settings.EXPORTS_DIR = tmp_path
    monkeypatch.setattr("contest.api.access.PublicThrottle.THROTTLE_RATES", {"public": None})
    monkeypatch.setattr("contest.api.access.TokenThrottle.THROTTLE_RATES", {"token": None})
    played_stage("one", terms=replace(TERMS_WITH_GATE, min_votes=1))
    fold_votes(pool_of("one"))
    publish_snapshot(pool_of("one"), CLOSES)
    close_stage(SETUP, "one", seen=revision("one"), now=CLOSES)
    make_export(request_export(SETUP, "one", "votes", "csv", public=True, now=CLOSES))
    enter_all("one")
    publish_now("one")
    return token()


def answers_as_told(operation: Any, mode: GenerationMode, headers: dict[str, str]) -> None:
    """Send requests that the document allows, or that it does not, and compare the answers with it."""

    @seed(1)
    @EXAMPLES
    @given(case=operation.as_strategy(generation_mode=mode))
    def run(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    run()


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_address_answers_as_the_document_says(mode: GenerationMode, headers: dict[str, str]) -> None:
    document = schemathesis.openapi.from_wsgi("/api/v1/schema/", get_wsgi_application())
    operations = [found.ok() for found in document.get_all_operations()]
    assert len(operations) == OPERATIONS
    for operation in operations:
        # Of an address alone nothing can be wrong by the document: an unknown one is a 404 that it tells.
        if mode is GenerationMode.NEGATIVE and not (operation.query or operation.body):
            continue
        answers_as_told(operation, mode, headers)


@pytest.mark.parametrize(
    ("path", "about"),
    [
        ("/api/v1/stages/{slug}/", {"slug": "one"}),
        ("/api/v1/stages/{slug}/rules/", {"slug": "one"}),
        ("/api/v1/stages/{slug}/leaderboard/", {"slug": "one"}),
        ("/api/v1/stages/{slug}/snapshots/", {"slug": "one"}),
        ("/api/v1/standings/{slug}/{number}/", {"slug": "one", "number": 1}),
        ("/api/v1/teams/{slug}/", {"slug": "pine"}),
        ("/api/v1/organiser/monitoring/{slug}/", {"slug": "one"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_there_is_told_as_the_document_says(path: str, about: dict[str, Any], headers: dict[str, str]) -> None:
    document = schemathesis.openapi.from_wsgi("/api/v1/schema/", get_wsgi_application())
    answer = document[path]["GET"].Case(path_parameters=about).call_and_validate(headers=headers, checks=CHECKS)
    assert answer.status_code == 200


@EXAMPLES
@given(path=st.text(max_size=40))
@example(path="v1/stages\n")
@example(path="v1/stages/one\r\nX: y/")
@example(path="v1/stages")
@example(path="\x00")
@example(path="//v1/../..")
def test_every_other_address_is_a_problem(path: str) -> None:
    answer = Client().get("/api/" + quote(path, safe="/"))
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "not_found"
