"""Which endpoints a model server offers."""

import json
import urllib.request

from contest.supervisor.ports import LOOPBACK


def served_endpoints(base_url: str) -> list[str]:
    """Every served name of an OpenAI-compatible server, as URL#SERVED_NAME, in the server's order."""
    with urllib.request.urlopen(f"{base_url}/v1/models", timeout=10) as answer:  # noqa: S310  an http address of ours
        return [f"{base_url}#{entry['id']}" for entry in json.load(answer)["data"]]


def rehearsal_endpoints(port: int) -> list[str]:
    """The endpoints of the rehearsal server on this port of loopback."""
    return served_endpoints(f"http://{LOOPBACK}:{port}")
