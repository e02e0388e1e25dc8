"""The command that serves an entrant on a GPU host, from what its record says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Serving:
    """How one replica is served. `model` is a folder or a name that the host can load; lengths in tokens."""

    model: str
    served_name: str
    port: int
    context_tokens: int
    queued_requests: int
    tensor_parallel: int
    has_key: bool


def vllm_command(serving: Serving) -> list[str]:
    """The words of a `vllm serve` command.

    The served name is the opaque one of the record; the queue is bounded, so that a full server says 503 instead of
    letting a citizen wait for ever. The key is read by vLLM from VLLM_API_KEY, so that it stands in no process list.
    """
    words = ["vllm", "serve", serving.model, "--served-model-name", serving.served_name]
    words += ["--host", "0.0.0.0", "--port", str(serving.port)]  # noqa: S104  the host's own firewall decides
    words += ["--max-model-len", str(serving.context_tokens)]
    words += ["--max-num-queued-reqs", str(serving.queued_requests)]
    words += ["--tensor-parallel-size", str(serving.tensor_parallel)]
    return words


def missing_environment(serving: Serving, environment: dict[str, str]) -> list[str]:
    """What must be in the environment before the command may run, as sentences."""
    if serving.has_key and not environment.get("VLLM_API_KEY"):
        return ["Set VLLM_API_KEY to the endpoint's key: the record says that it has one."]
    return []
