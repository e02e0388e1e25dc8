"""Service files that serve an entrant with vLLM: a template of deploy/vllm/ filled from the entrant's record."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from string import Template

from contest.rules.serving import SHUTDOWN_SECONDS, Serving, vllm_command

WEIGHTS = "/weights"
"""Where a container sees the folder of the weights."""
SPARE_SECONDS = 20
"""What a server gets beyond its own shutdown time before it is killed."""


@dataclass(frozen=True)
class Form:
    """A kind of service file: the template's name in deploy/vllm/, and the values that it is filled with."""

    template: str
    values: Callable[[Serving], Mapping[str, object]]


def issues_with_form(serving: Serving) -> list[str]:
    """Why no service file can be written, as sentences that say what to do; none when it can."""
    issues = []
    if not serving.key_variable:
        issues.append(
            "The record names no key, and a server started for good must ask for one: set the key's variable."
        )
    if not PurePosixPath(serving.model).is_absolute():
        issues.append(
            f"Give the absolute path of the folder of the weights: {serving.model!r} is another one elsewhere."
        )
    return issues


def fill(template: str, form: Form, serving: Serving) -> str:
    """The service file. Raises KeyError or ValueError when the template asks for a value that there is not."""
    return Template(template).substitute(form.values(serving))


def resource_name(served_name: str) -> str:
    """A name for the service that all three kinds accept: lower-case letters, digits and hyphens, up to 63."""
    return ("vllm-" + re.sub("[^a-z0-9]+", "-", served_name.lower()))[:63].strip("-")


def systemd_word(word: str) -> str:
    """A word as it stands in a unit file, which reads % as a specifier and $ as a variable also inside quotes."""
    plain = word.replace("%", "%%").replace("$", "$$")
    return plain if re.fullmatch(r"[\w@%+=:,./$-]+", plain) else json.dumps(plain, ensure_ascii=False)


def _common(serving: Serving) -> dict[str, object]:
    return {
        "name": resource_name(serving.served_name),
        "port": serving.port,
        "gpus": serving.tensor_parallel,
        "stop_seconds": SHUTDOWN_SECONDS + SPARE_SECONDS,
    }


def _systemd(serving: Serving) -> Mapping[str, object]:
    words = [systemd_word(word) for word in vllm_command(serving)]
    return {**_common(serving), "command": " ".join(words), "folder": systemd_word(serving.model)}


def _compose(serving: Serving) -> Mapping[str, object]:
    inside = vllm_command(replace(serving, model=WEIGHTS))
    return {
        **_common(serving),
        "command": json.dumps(inside).replace("$", "$$"),
        "folder": json.dumps(serving.model).replace("$", "$$"),
        "weights": WEIGHTS,
        "key_variable": serving.key_variable,
    }


def _kubernetes(serving: Serving) -> Mapping[str, object]:
    inside = vllm_command(replace(serving, model=WEIGHTS))
    return {
        **_common(serving),
        # Kubernetes puts variables in place of $(NAME).
        "command": json.dumps(inside).replace("$(", "$$("),
        "folder": json.dumps(serving.model),
        "weights": WEIGHTS,
    }


FORMS: Mapping[str, Form] = {
    "systemd": Form("vllm.service", _systemd),
    "compose": Form("compose.yaml", _compose),
    "kubernetes": Form("kubernetes.yaml", _kubernetes),
}
