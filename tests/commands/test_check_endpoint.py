"""A team checks its endpoint before enrolment; bad addresses are refused with a sentence that says what to do."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command

from contest.rules.endpoints import issues_with_address

PUBLIC = ["93.184.216.34"]


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a quick rehearsal server, and its served name."""
    cast = tmp_path_factory.mktemp("twin") / "cast.json"
    part = {"served_name": "m-quick", "first_token_seconds": 0, "tokens_per_second": 5000, "strength": 0.9}
    cast.write_text(json.dumps({"parts": [part]}))
    words = [sys.executable, "-m", "arena.inference.rehearsal", "--port", "0", "--config", str(cast)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        yield f"http://127.0.0.1:{said['port']}", said["served_names"][0]
        process.terminate()


def check(url: str, name: str, *more: str) -> tuple[int, str]:
    said = io.StringIO()
    try:
        call_command("check_endpoint", url, name, *more, stdout=said)
    except SystemExit as ended:
        return int(ended.code or 0), said.getvalue()
    return 0, said.getvalue()


def test_the_twin_conforms(twin: tuple[str, str]) -> None:
    code, report = check(*twin)
    assert code == 0, report
    assert "can be enrolled" in report


def test_a_wrong_served_name_is_named(twin: tuple[str, str]) -> None:
    code, report = check(twin[0], "m-other")
    assert code == 1
    assert "--served-model-name" in report


def test_a_missing_key_is_asked_for(twin: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEAM_KEY", raising=False)
    with pytest.raises(CommandError, match="TEAM_KEY"):
        check(*twin, "--key-variable", "TEAM_KEY")


def test_a_server_that_is_not_there_is_said_to_be_unreachable() -> None:
    code, report = check("http://127.0.0.1:9", "m-x")
    assert code == 1
    assert "no connection" in report


@pytest.mark.parametrize(
    ("url", "resolved", "word"),
    [
        ("http://models.example.org", PUBLIC, "use https"),
        ("https://models.example.org", ["10.0.0.7"], "not a public address"),
        ("https://models.example.org", ["169.254.169.254"], "not a public address"),
        ("https://models.example.org", ["::1"], "not a public address"),
        ("https://models.example.org", [], "check the name"),
        ("https://user:key@models.example.org", PUBLIC, "environment variable"),
        ("https://models.example.org/v1", PUBLIC, "Leave the path"),
        ("ftp://models.example.org", PUBLIC, "https://host:port"),
        ("models.example.org", PUBLIC, "https://host:port"),
        ("https://[broken", PUBLIC, "https://host:port"),
    ],
)
def test_a_bad_address_is_refused_with_what_to_do(url: str, resolved: list[str], word: str) -> None:
    (issue,) = issues_with_address(url, resolved, [])
    assert word in issue


@pytest.mark.parametrize(
    ("url", "resolved"), [("https://models.example.org:8443", PUBLIC), ("http://rack-7:8000", ["10.0.0.7"])]
)
def test_a_public_address_with_tls_or_a_host_on_the_list_may_be_used(url: str, resolved: list[str]) -> None:
    assert issues_with_address(url, resolved, ["rack-7"]) == []
