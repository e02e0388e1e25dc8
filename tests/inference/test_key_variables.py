"""A record refers to a key by a name that can stand for nothing but an endpoint's key."""

from collections import Counter

import pytest

from arena.queries.battles import EndpointTask
from arena.queries.entrants import ProbeView
from arena.rules.key_variables import key_in, may_be_referenced
from arena.streaming.endpoints import target_of
from arena.streaming.replicas import Replicas

REFUSED = [
    "SECRET_KEY",
    "VOTER_KEY",
    "DATABASE_URL",
    "ENDPOINT_KEY_",
    "endpoint_key_a",
    "ENDPOINT_KEY_A B",
    "ENDPOINT_KEY_A\n",
]


@pytest.mark.parametrize("name", ["ENDPOINT_KEY_A", "ENDPOINT_KEY_PINE_2"])
def test_names_with_the_prefix_may_be_referenced(name: str) -> None:
    assert may_be_referenced(name)


@pytest.mark.parametrize("name", REFUSED)
def test_other_names_may_not(name: str) -> None:
    assert not may_be_referenced(name)
    assert key_in({name: "a secret"}, name) is None


def test_an_empty_variable_holds_no_key() -> None:
    assert key_in({"ENDPOINT_KEY_A": ""}, "ENDPOINT_KEY_A") is None


@pytest.mark.parametrize(("name", "key"), [("SECRET_KEY", None), ("ENDPOINT_KEY_A", "value")])
def test_a_row_that_names_another_secret_has_none_sent(
    monkeypatch: pytest.MonkeyPatch, name: str, key: str | None
) -> None:
    monkeypatch.setenv(name, "value")
    assert target_of(ProbeView("ref", "http://one", "m", name)).api_key == key
    task = EndpointTask("http://one", "m", name, "ref", {}, None, None, None)
    with Replicas([task], Counter()).ordered() as targets:
        assert targets[0].api_key == key
