"""nginx in front of several web processes, private and on loopback."""

import os
from collections.abc import Sequence
from pathlib import Path

from contest.supervisor.ports import LOOPBACK
from contest.supervisor.probes import answers_http
from contest.supervisor.program import Program
from contest.supervisor.site_programs import ROOT

TEMPLATE = ROOT / "deploy" / "nginx" / "site.conf.template"


def write_configuration(folder: Path, listen: str, webs: Sequence[str], *, behind_another: bool) -> Path:
    """Fill in the template and return the file. `webs`: HOST:PORT of the web processes.

    `behind_another`: a proxy that speaks TLS stands in front, so what that one says of the reader is handed on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "nginx.conf"
    configuration.write_text(
        TEMPLATE.read_text().format(
            folder=os.fspath(folder),
            servers="\n".join(f"        server {web} max_fails=1 fail_timeout=2s;" for web in webs),
            listen=listen,
            reader="$proxy_add_x_forwarded_for" if behind_another else "$remote_addr",
            scheme="$http_x_forwarded_proto" if behind_another else "$scheme",
        )
    )
    return configuration


def nginx_program(binary: str, folder: Path, port: int, web_ports: Sequence[int]) -> Program:
    """The proxy, with its configuration and temporary files under `folder`."""
    webs = [f"{LOOPBACK}:{web}" for web in web_ports]
    configuration = write_configuration(folder, f"{LOOPBACK}:{port}", webs, behind_another=False)
    return Program(
        name="nginx",
        command=(binary, "-c", os.fspath(configuration), "-p", os.fspath(folder), "-g", "daemon off;"),
        ready=answers_http(port, "/healthz"),
        ready_seconds=20,
        stop_seconds=5,
    )
