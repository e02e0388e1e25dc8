"""One real vLLM server with a tiny checkpoint, for as long as a benchmark needs it."""

from collections.abc import Iterator
from contextlib import contextmanager

from contest.supervisor.child import Child
from contest.supervisor.model_servers import address, vllm_server
from contest.supervisor.ports import free_port
from contest.supervisor.site_programs import ROOT
from tests.services.folders import temporary_folder
from tests.services.servers import guarded

PYTHON = ROOT / ".venv-vllm/bin/python"
CHECKPOINT = ROOT / "var/vllm/checkpoints/first"
NAME = "m-bench"


@contextmanager
def real_vllm() -> Iterator[tuple[str, str]]:
    """Its address and served name. Ends the program with a sentence when vLLM is not installed here."""
    if not PYTHON.exists() or not CHECKPOINT.exists():
        raise SystemExit("There is no vLLM here: `make test-vllm` installs it and makes the checkpoints.")
    port = free_port()
    with temporary_folder() as folder, guarded() as guard:
        server = Child(vllm_server(PYTHON, CHECKPOINT, NAME, port), folder, guard)
        try:
            server.start()
            server.wait_ready()
            yield address(port), NAME
        finally:
            server.stop()
