"""Print or run the command that serves an entrant with vLLM, or print a service file that runs it."""

import argparse
import os
import shlex
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from arena.queries.entrants import EndpointView, endpoints_of, entrant_names
from contest.rules.serving import SPARE_REQUESTS, Serving, listening_port, missing_environment, vllm_command
from contest.rules.serving_forms import FORMS, fill, issues_with_form

COMMAND = "command"


class Command(BaseCommand):
    """`manage.py serve_entrant NAME --model FOLDER [--form FORM | --run]`, for the host that has GPU and weights."""

    help = (
        "Build the `vllm serve` command of an entrant from its record, or a service file that runs it; "
        "--run starts the command in place of this process."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("name", help="the entrant's name")
        parser.add_argument("--model", required=True, help="the folder of the weights, or a name that vLLM can load")
        parser.add_argument("--replica", type=int, default=1, help="which of the entrant's endpoints (from 1)")
        parser.add_argument("--context-tokens", type=int, help="the longest conversation (the record's)")
        parser.add_argument(
            "--queued-requests", type=int, help=f"running and waiting together (an entrant's slots + {SPARE_REQUESTS})"
        )
        parser.add_argument("--tensor-parallel", type=int, default=1)
        parser.add_argument("--port", type=int, help="the port to listen on (the address's, or 8000 behind TLS)")
        action = parser.add_mutually_exclusive_group()
        action.add_argument("--form", choices=[COMMAND, *FORMS], default=COMMAND)
        action.add_argument("--run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        endpoint = self._endpoint(options["name"], options["replica"])
        serving = Serving(
            model=options["model"],
            served_name=endpoint.served_name,
            port=options["port"] or listening_port(endpoint.base_url),
            context_tokens=options["context_tokens"] or endpoint.context_tokens,
            queued_requests=options["queued_requests"] or settings.ARENA_SLOTS_PER_ENTRANT + SPARE_REQUESTS,
            tensor_parallel=options["tensor_parallel"],
            key_variable=endpoint.api_key_variable,
        )
        if options["run"]:
            self._run(serving)
        elif options["form"] == COMMAND:
            self.stdout.write(shlex.join(vllm_command(serving)))
        else:
            self.stdout.write(self._service_file(options["form"], serving), ending="")

    def _run(self, serving: Serving) -> None:
        missing = missing_environment(serving, dict(os.environ))
        if missing:
            raise CommandError("\n".join(missing))
        words = vllm_command(serving)
        os.execvp(words[0], words)  # noqa: S606  the words come from our own record, and no shell reads them

    def _service_file(self, name: str, serving: Serving) -> str:
        issues = issues_with_form(serving)
        if issues:
            raise CommandError("\n".join(issues))
        template = Path(settings.BASE_DIR, "deploy", "vllm", FORMS[name].template).read_text(encoding="utf-8")
        return fill(template, FORMS[name], serving)

    def _endpoint(self, name: str, replica: int) -> EndpointView:
        endpoints = endpoints_of(name)
        if not endpoints:
            raise CommandError(f"There is no entrant {name!r}. There are: {', '.join(entrant_names()) or 'none'}.")
        if not 1 <= replica <= len(endpoints):
            raise CommandError(f"{name!r} has {len(endpoints)} endpoint(s): use --replica 1 to {len(endpoints)}.")
        return endpoints[replica - 1]
