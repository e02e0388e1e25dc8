"""The command that serves an entrant on a GPU host, from what its record says."""

from dataclasses import dataclass
from urllib.parse import urlsplit

BEHIND_A_PROXY_PORT = 8000
# As long as an answer may take: a server that is stopped lets those under way come to their end.
SHUTDOWN_SECONDS = 110
SPARE_REQUESTS = 16
"""What a server takes beyond the battles' slots: canaries, probes and tests come beside them."""


@dataclass(frozen=True)
class Serving:
    """How one replica is served. `model` is a folder or a name that the host can load; lengths in tokens.

    `queued_requests` bounds running and waiting requests together. `key_variable` is the name of the environment
    variable that holds the endpoint's key on the contest's side, empty without a key.
    """

    model: str
    served_name: str
    port: int
    context_tokens: int
    queued_requests: int
    tensor_parallel: int
    key_variable: str


def listening_port(base_url: str) -> int:
    """The port that vLLM listens on: that of the address, unless a proxy that speaks TLS listens there."""
    parts = urlsplit(base_url)
    return BEHIND_A_PROXY_PORT if parts.scheme == "https" else parts.port or 80


def vllm_command(serving: Serving) -> list[str]:
    """The words of a `vllm serve` command.

    The served name is the opaque one of the record; the queue is bounded, so that a full server says 503 instead of
    letting a citizen wait for ever; sampling is what the contest sends, equal for all, and not what the checkpoint's
    generation config would add. Metrics are on unless --disable-log-stats stands here. The key is read by vLLM from
    VLLM_API_KEY, so that it stands in no process list.
    """
    words = ["vllm", "serve", serving.model, "--served-model-name", serving.served_name]
    words += ["--host", "0.0.0.0", "--port", str(serving.port)]  # noqa: S104  the host's own firewall decides  # nosec B104
    words += ["--max-model-len", str(serving.context_tokens)]
    words += ["--max-num-queued-reqs", str(serving.queued_requests)]
    words += ["--tensor-parallel-size", str(serving.tensor_parallel)]
    words += ["--generation-config", "vllm"]
    words += ["--shutdown-timeout", str(SHUTDOWN_SECONDS)]
    return words


def missing_environment(serving: Serving, environment: dict[str, str]) -> list[str]:
    """What must be in the environment before the command may run, as sentences."""
    if serving.key_variable and not environment.get("VLLM_API_KEY"):
        return ["Set VLLM_API_KEY to the endpoint's key: the record says that it has one."]
    return []
