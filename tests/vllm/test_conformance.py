"""What `serve_entrant` prints is taken by a real vLLM, and what it then serves passes `check_endpoint`."""

import io
from collections.abc import Iterator

import pytest
from django.core.management import call_command

from contest.rules.serving import Serving, vllm_command
from contest.supervisor.child import Child
from contest.supervisor.model_servers import VLLM_ENVIRONMENT, VLLM_READY_SECONDS, address
from contest.supervisor.ports import LOOPBACK, free_port
from contest.supervisor.probes import answers_http
from contest.supervisor.program import Program
from tests.services.folders import temporary_folder
from tests.services.servers import guarded
from tests.vllm.conftest import CHECKPOINTS, PYTHON

pytestmark = [pytest.mark.vllm]
NAME, KEY, VARIABLE = "m-5f2a", "a-key-of-the-team", "ENDPOINT_KEY_TEAM"
# What the checkpoints are made for; their tokenizer takes up to three tokens for a letter.
CONTEXT_TOKENS = 32768


def program(port: int) -> Program:
    """The words of the record's command. In the module form, and on loopback: the CPU build's `vllm serve` crashes."""
    serving = Serving(str(CHECKPOINTS / "first"), NAME, port, CONTEXT_TOKENS, 64, 1, VARIABLE)
    _vllm, _serve, model, *words = vllm_command(serving)
    module = (str(PYTHON), "-m", "vllm.entrypoints.openai.api_server", "--model", model)
    return Program(
        name=f"vllm-{NAME}",
        command=(*module, *words, "--host", LOOPBACK),
        environment={**VLLM_ENVIRONMENT, "VLLM_API_KEY": KEY},
        ready=answers_http(port, "/health"),
        ready_seconds=VLLM_READY_SECONDS,
        stop_seconds=15,
    )


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The address of the server."""
    if not PYTHON.exists() or not CHECKPOINTS.exists():
        pytest.fail("There is no vLLM here: `make test-vllm` installs it and makes the checkpoints.")
    port = free_port()
    with temporary_folder() as folder, guarded() as guard:
        child = Child(program(port), folder, guard)
        try:
            child.start()
            child.wait_ready()
            yield address(port)
        finally:
            child.stop()


@pytest.fixture
def report(url: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """The exit code and the report of `manage.py check_endpoint`."""
    monkeypatch.setenv(VARIABLE, KEY)
    said = io.StringIO()
    try:
        call_command("check_endpoint", url, NAME, "--key-variable", VARIABLE, stdout=said)
    except SystemExit as ended:
        return int(ended.code or 0), said.getvalue()
    return 0, said.getvalue()


def test_what_the_record_makes_vllm_serve_can_be_enrolled(report: tuple[int, str]) -> None:
    code, text = report
    print(text)
    assert code == 0, text
    assert "FAILED" not in text
    assert "This endpoint can be enrolled." in text


def test_another_key_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "another-key")
    said = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("check_endpoint", url, NAME, "--key-variable", VARIABLE, stdout=said)
    assert "the key was refused" in said.getvalue()
