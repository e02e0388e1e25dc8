"""No log line holds a person's words or address."""

import logging

import pytest
import structlog
from django.conf import settings
from django.test import Client

from contest.logs import drop_personal_data
from tests.web.conftest import enqueued, minji, rehearsal
from tests.web.play import open_battle

__all__ = ["enqueued", "minji", "rehearsal"]


def test_keys_that_may_hold_personal_data_are_dropped() -> None:
    event = {"event": "asked", "prompt": "내 전화번호는 …", "remote_addr": "203.0.113.9", "turn": "abc"}
    assert drop_personal_data(None, "info", event) == {"event": "asked", "turn": "abc"}


def test_uvicorn_writes_no_addresses() -> None:
    assert settings.LOGGING["loggers"]["uvicorn.access"] == {"handlers": [], "propagate": False}
    assert settings.LOGGING["loggers"]["uvicorn.error"]["level"] == "WARNING"


@pytest.mark.django_db
@pytest.mark.usefixtures("rehearsal")
def test_asking_logs_neither_the_prompt_nor_the_address(
    minji: Client, enqueued: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    open_battle(minji, "아무에게도 보이면 안 되는 질문")
    structlog.get_logger("test").info("done")
    own = [
        record.getMessage() for record in caplog.records if record.name.split(".")[0] in {"arena", "contest", "test"}
    ]
    assert own
    assert not [line for line in own if "보이면 안 되는" in line or "127.0.0.1" in line]
