"""Who answers in a run: the rehearsal server, real vLLM servers on tiny checkpoints, or servers elsewhere."""

import json
import os
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from contest.supervisor.ports import LOOPBACK, free_port
from contest.supervisor.probes import answers_http
from contest.supervisor.program import Program
from contest.supervisor.site_programs import rehearsal_server

VLLM_READY_SECONDS = 300.0
"""Two engines that compile at once on two cores take a minute and more."""

# No weights, no reports and no updates from outside; 1 GiB of cache is plenty for a tiny model.
VLLM_ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "VLLM_NO_USAGE_STATS": "1",
    "DO_NOT_TRACK": "1",
    "VLLM_CPU_KVCACHE_SPACE": "1",
}


@dataclass(frozen=True)
class ModelServers:
    """The processes to start, and where they (or those that run elsewhere) are asked."""

    programs: tuple[Program, ...] = ()
    base_urls: tuple[str, ...] = ()
    known_endpoints: tuple[str, ...] = ()

    def endpoints(self) -> list[str]:
        """URL#SERVED_NAME of every entrant's endpoint; asked of the servers, which must be up."""
        return [*self.known_endpoints, *(name for url in self.base_urls for name in served_endpoints(url))]


def served_endpoints(base_url: str) -> list[str]:
    """Every served name of an OpenAI-compatible server, as URL#SERVED_NAME, in the server's order."""
    with urllib.request.urlopen(f"{base_url}/v1/models", timeout=10) as answer:  # noqa: S310  an http address of ours  # nosec B310
        return [f"{base_url}#{entry['id']}" for entry in json.load(answer)["data"]]


def rehearsal() -> ModelServers:
    """The scripted twin, which serves five entrants."""
    port = free_port()
    return ModelServers((rehearsal_server(port),), (address(port),))


def elsewhere(endpoints: Sequence[str]) -> ModelServers:
    """Servers that somebody else runs, given as URL#SERVED_NAME."""
    return ModelServers(known_endpoints=tuple(endpoints))


def vllm(python: Path, checkpoints: Path) -> ModelServers:
    """A real vLLM server for each checkpoint in a folder, under names that say nothing about it."""
    folders = sorted(path.parent for path in checkpoints.glob("*/config.json"))
    served = [(f"m-{number}", folder, free_port()) for number, folder in enumerate(folders, start=1)]
    return ModelServers(
        tuple(vllm_server(python, folder, name, port) for name, folder, port in served),
        tuple(address(port) for _name, _folder, port in served),
    )


def vllm_server(python: Path, checkpoint: Path, served_name: str, port: int, *more: str) -> Program:
    """One vLLM server. The module form: the CPU build's `vllm serve` crashes."""
    return Program(
        name=f"vllm-{served_name}",
        command=(
            *(os.fspath(python), "-m", "vllm.entrypoints.openai.api_server"),
            *("--model", os.fspath(checkpoint), "--served-model-name", served_name),
            *("--host", LOOPBACK, "--port", str(port), "--max-model-len", "4096", *more),
        ),
        environment=VLLM_ENVIRONMENT,
        ready=answers_http(port, "/health"),
        ready_seconds=VLLM_READY_SECONDS,
        stop_seconds=15,
    )


def address(port: int) -> str:
    """The base URL of a server on this port of loopback."""
    return f"http://{LOOPBACK}:{port}"
