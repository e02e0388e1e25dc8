"""nginx in front of several web processes, private and on loopback."""

import os
from collections.abc import Sequence
from pathlib import Path

from contest.supervisor.ports import LOOPBACK
from contest.supervisor.probes import answers_http
from contest.supervisor.program import Program
from contest.supervisor.site_programs import ROOT

TEMPLATE = ROOT / "deploy" / "nginx" / "site.conf.template"


def nginx_program(binary: str, folder: Path, port: int, web_ports: Sequence[int]) -> Program:
    """The proxy, with its configuration and temporary files under `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    servers = "\n".join(f"        server {LOOPBACK}:{web} max_fails=1 fail_timeout=2s;" for web in web_ports)
    configuration = folder / "nginx.conf"
    configuration.write_text(
        TEMPLATE.read_text().format(folder=os.fspath(folder), servers=servers, listen=f"{LOOPBACK}:{port}")
    )
    return Program(
        name="nginx",
        command=(binary, "-c", os.fspath(configuration), "-p", os.fspath(folder), "-g", "daemon off;"),
        ready=answers_http(port, "/healthz"),
        ready_seconds=20,
        stop_seconds=5,
    )
