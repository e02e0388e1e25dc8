"""A team checks its endpoint before enrolment; bad addresses are refused with a sentence that says what to do."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from arena.rules.addresses import is_public
from contest.rules.endpoints import issues_with_address

PUBLIC = ["93.184.216.34"]


KEY = "the-right-key"
GOOD = {"served_name": "m-quick", "first_token_seconds": 0, "tokens_per_second": 5000, "strength": 0.9}


@contextmanager
def rehearsal(folder: Path, **cast: object) -> Iterator[str]:
    """The address of a rehearsal server with a good part, and one that answers with a page of HTML."""
    file = folder / "cast.json"
    parts = [GOOD, GOOD | {"served_name": "m-page", "fault": "html"}]
    file.write_text(json.dumps({"parts": parts, **cast}))
    words = [sys.executable, "-m", "arena.inference.rehearsal", "--port", "0", "--config", str(file)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{json.loads(process.stdout.readline())['port']}"
        process.terminate()


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server without a key."""
    with rehearsal(tmp_path_factory.mktemp("open")) as url:
        yield url


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with a key."""
    with rehearsal(tmp_path_factory.mktemp("locked"), api_key=KEY) as url:
        yield url


def check(url: str, name: str, *more: str) -> tuple[int, str]:
    said = io.StringIO()
    try:
        call_command("check_endpoint", url, name, *more, stdout=said)
    except SystemExit as ended:
        return int(ended.code or 0), said.getvalue()
    return 0, said.getvalue()


def test_the_twin_conforms(twin: str) -> None:
    code, report = check(twin, "m-quick")
    assert code == 0, report
    assert "can be enrolled" in report


def test_a_wrong_served_name_is_named(twin: str) -> None:
    code, report = check(twin, "m-other")
    assert code == 1
    assert "--served-model-name" in report


def test_a_missing_key_is_asked_for(twin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ENDPOINT_KEY_TEAM", raising=False)
    with pytest.raises(CommandError, match="ENDPOINT_KEY_TEAM"):
        check(twin, "m-quick", "--key-variable", "ENDPOINT_KEY_TEAM")


def test_no_other_secret_is_sent_to_an_endpoint(twin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "the sites own")
    with pytest.raises(CommandError, match="SECRET_KEY may not be sent"):
        check(twin, "m-quick", "--key-variable", "SECRET_KEY")


def test_a_server_that_is_not_there_is_said_to_be_unreachable() -> None:
    code, report = check("http://127.0.0.1:9", "m-x")
    assert code == 1
    assert "no connection" in report


@pytest.mark.parametrize(
    ("url", "remedy"),
    [
        ("http://8.8.8.8:8000", "Use https, or have it put on ARENA_ENDPOINT_HOSTS"),
        ("https://10.0.0.7:8000", "Have the host put on ARENA_ENDPOINT_HOSTS"),
        ("https://8.8.8.8:8000/v1", "Leave the path out"),
    ],
    ids=["a foreign host without TLS", "a private address", "a path"],
)
def test_an_address_that_may_not_be_asked_is_refused_with_what_to_do(url: str, remedy: str) -> None:
    with pytest.raises(CommandError, match=remedy):
        check(url, "m-x")


def test_a_wrong_key_is_told_and_not_shown(locked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENDPOINT_KEY_TEAM", "another-key")
    code, report = check(locked, "m-quick", "--key-variable", "ENDPOINT_KEY_TEAM")
    assert code == 1
    assert "compare it with --api-key of the server" in report
    assert "another-key" not in report


def test_a_page_of_html_is_told_from_vllm(twin: str) -> None:
    code, report = check(twin, "m-page")
    assert code == 1
    assert "does the URL lead to vLLM itself?" in report


def judged(addresses: list[str]) -> dict[str, bool]:
    """Whether each is public."""
    return {address: is_public(address) for address in addresses}


@pytest.mark.parametrize(
    ("url", "resolved", "code"),
    [
        ("http://models.example.org", PUBLIC, "address_without_tls"),
        ("https://models.example.org", ["10.0.0.7"], "address_is_private"),
        ("https://models.example.org", ["169.254.169.254"], "address_is_private"),
        ("https://models.example.org", ["::1"], "address_is_private"),
        ("https://models.example.org", [], "address_is_unknown"),
        ("https://user:key@models.example.org", PUBLIC, "address_has_extras"),
        ("https://models.example.org/v1", PUBLIC, "address_has_a_path"),
        ("ftp://models.example.org", PUBLIC, "address_is_none"),
        ("models.example.org", PUBLIC, "address_is_none"),
        ("https://[broken", PUBLIC, "address_is_none"),
    ],
)
def test_a_bad_address_is_refused(url: str, resolved: list[str], code: str) -> None:
    (issue,) = issues_with_address(url, judged(resolved), [])
    assert issue.code == code


@pytest.mark.parametrize(
    ("url", "resolved"), [("https://models.example.org:8443", PUBLIC), ("http://rack-7:8000", ["10.0.0.7"])]
)
def test_a_public_address_with_tls_or_a_host_on_the_list_may_be_used(url: str, resolved: list[str]) -> None:
    assert issues_with_address(url, judged(resolved), ["rack-7"]) == []
