"""The command line: `python -m contest.supervisor embedded` and `… stack`."""

import argparse
import sys
from pathlib import Path

from contest.supervisor import embedded, stack
from contest.supervisor.child import NotReady
from contest.supervisor.preparation import PreparationFailed
from contest.supervisor.site_programs import ROOT
from contest.supervisor.var_folder import AlreadyRunning
from contest.supervisor.watch import GaveUp


def main() -> None:
    """Read the command line and run until a signal comes."""
    options = _parser().parse_args()
    try:
        options.run(options)
    except KeyboardInterrupt:
        print()
    except (NotReady, PreparationFailed, AlreadyRunning, GaveUp, embedded.PortTaken, stack.PackageMissing) as error:
        sys.exit(str(error))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m contest.supervisor", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="embedded|stack")
    run = verbs.add_parser("embedded", help="the whole site with SQLite and a private Redis")
    run.add_argument("--port", type=int, default=8000)
    run.add_argument("--var", type=Path, default=ROOT / "var", help="the folder that holds all that the run keeps")
    run.add_argument("--endpoints", type=Path, help="a file with one URL#SERVED_NAME a line, for real model servers")
    run.set_defaults(run=_embedded)
    whole = verbs.add_parser("stack", help="the whole site with PostgreSQL, Redis and nginx, on loopback")
    whole.add_argument("--port", type=int, default=8000)
    whole.add_argument("--var", type=Path, default=ROOT / "var", help="the folder that holds all that the run keeps")
    whole.set_defaults(run=lambda options: stack.serve(options.port, options.var.resolve()))
    return parser


def _embedded(options: argparse.Namespace) -> None:
    endpoints = options.endpoints.read_text().split() if options.endpoints else None
    embedded.serve(options.port, options.var.resolve(), endpoints)


if __name__ == "__main__":
    main()
