"""The command line: `python -m contest.supervisor embedded`, `… vllm`, `… stack` and `… proxy`."""

import argparse
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from contest.supervisor import embedded, model_servers, stack
from contest.supervisor.child import NotReady
from contest.supervisor.nginx_server import write_configuration
from contest.supervisor.postgres_server import Unreachable
from contest.supervisor.preparation import PreparationFailed
from contest.supervisor.site_programs import ROOT
from contest.supervisor.var_folder import AlreadyRunning
from contest.supervisor.watch import GaveUp

TOLD = (
    *(NotReady, PreparationFailed, AlreadyRunning, GaveUp, Unreachable),
    *(embedded.PortTaken, stack.PackageMissing),
)
"""What ends a run with a sentence for whoever typed the command."""


def main() -> None:
    """Read the command line and run until a signal comes."""
    options = _parser().parse_args()
    # A shell that starts it in the background has it ignore Ctrl-C; whoever sends that signal wants the end anyway.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        options.run(options)
    except KeyboardInterrupt:
        print()
    except TOLD as error:
        sys.exit(str(error))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m contest.supervisor", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="embedded|vllm|stack|proxy")
    run = _verb(verbs, "embedded", "the whole site with SQLite and a private Redis", _embedded)
    run.add_argument("--endpoints", type=Path, help="a file with one URL#SERVED_NAME a line, for real model servers")
    real = _verb(verbs, "vllm", "the embedded site with answers from real vLLM servers on tiny checkpoints", _vllm)
    real.add_argument("--python", type=Path, default=ROOT / ".venv-vllm/bin/python", help="the Python that has vLLM")
    real.add_argument("--checkpoints", type=Path, default=ROOT / "var/vllm/checkpoints", help="one folder an entrant")
    _verb(verbs, "stack", "the whole site with PostgreSQL, Redis and nginx, on loopback", _stack)
    proxy = _verb(verbs, "proxy", "write nginx.conf for containers behind a proxy with TLS, and end", _proxy)
    proxy.add_argument("--web", action="append", required=True, help="HOST:PORT of a web process")
    return parser


def _verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    meaning: str,
    run: Callable[[argparse.Namespace], None],
) -> argparse.ArgumentParser:
    verb = verbs.add_parser(name, help=meaning)
    verb.add_argument("--port", type=int, default=8000)
    verb.add_argument("--var", type=Path, default=ROOT / "var", help="the folder that holds all that the run keeps")
    verb.set_defaults(run=run)
    return verb


def _embedded(options: argparse.Namespace) -> None:
    if options.endpoints:
        models = model_servers.elsewhere(options.endpoints.read_text().split())
    else:
        models = model_servers.rehearsal()
    embedded.serve(options.port, options.var.resolve(), models)


def _vllm(options: argparse.Namespace) -> None:
    # A folder of its own: the rehearsal beside it has five entrants, and these checkpoints are two.
    models = model_servers.vllm(options.python, options.checkpoints)
    embedded.serve(options.port, options.var.resolve() / "vllm" / "site", models)


def _stack(options: argparse.Namespace) -> None:
    stack.serve(options.port, options.var.resolve())


def _proxy(options: argparse.Namespace) -> None:
    write_configuration(options.var, str(options.port), options.web, behind_another=True)


if __name__ == "__main__":
    main()
