"""The command that serves an entrant is built from its record."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from arena.actions.pools import EndpointAddress, enrol_entrant
from contest.rules.serving import Serving, missing_environment

pytestmark = pytest.mark.django_db


def said(*words: str) -> str:
    out = io.StringIO()
    call_command("serve_entrant", *words, stdout=out)
    return out.getvalue()


def test_the_command_has_the_opaque_name_the_port_and_a_bounded_queue() -> None:
    enrol_entrant("Pine 1.0", [EndpointAddress("http://127.0.0.1:8123", "m-5f2a")])
    command = said("Pine 1.0", "--model", "/weights/pine", "--tensor-parallel", "4")
    assert command.startswith("vllm serve /weights/pine --served-model-name m-5f2a ")
    for part in ("--port 8123", "--max-num-queued-reqs 116", "--tensor-parallel-size 4", "--max-model-len 16384"):
        assert part in command


def test_the_queue_takes_all_battles_that_may_come_at_once_and_a_few_more(settings: Any) -> None:
    settings.ARENA_SLOTS_PER_ENTRANT = 300
    enrol_entrant("Pine 1.0", [EndpointAddress("http://127.0.0.1:8123", "m-5f2a")])
    assert "--max-num-queued-reqs 316" in said("Pine 1.0", "--model", "x")
    assert "--max-num-queued-reqs 40" in said("Pine 1.0", "--model", "x", "--queued-requests", "40")


def test_the_context_is_that_of_the_record() -> None:
    enrol_entrant("Pine 1.0", [EndpointAddress("http://127.0.0.1:8123", "m-5f2a", context_tokens=32_768)])
    assert "--max-model-len 32768" in said("Pine 1.0", "--model", "x")


def test_an_unknown_entrant_is_refused_with_the_names_that_there_are() -> None:
    enrol_entrant("Pine 1.0", [EndpointAddress("http://127.0.0.1:8123", "m-5f2a")])
    with pytest.raises(CommandError, match=r"Pine 1\.0"):
        said("Oak", "--model", "x")


def test_a_replica_that_there_is_not_is_refused() -> None:
    enrol_entrant("Pine 1.0", [EndpointAddress("http://127.0.0.1:8123", "m-5f2a")])
    with pytest.raises(CommandError, match="--replica 1 to 1"):
        said("Pine 1.0", "--model", "x", "--replica", "2")


def test_a_key_never_stands_on_the_command_line() -> None:
    enrol_entrant("Pine 1.0", [EndpointAddress("http://127.0.0.1:8123", "m-5f2a", "ENDPOINT_KEY_PINE")])
    assert "key" not in said("Pine 1.0", "--model", "x").lower()


def test_a_missing_key_keeps_the_server_from_starting_open() -> None:
    serving = Serving("x", "m", 8000, 1024, 8, 1, key_variable="ENDPOINT_KEY_PINE")
    assert missing_environment(serving, {}) != []
    assert missing_environment(serving, {"VLLM_API_KEY": "k"}) == []
