"""Print or run the command that serves an entrant with vLLM."""

import argparse
import os
import shlex
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError

from arena.queries.entrants import EndpointView, endpoints_of, entrant_names
from contest.rules.serving import Serving, missing_environment, vllm_command


class Command(BaseCommand):
    """`manage.py serve_entrant NAME --model FOLDER [--run]`, on the host that has the GPU and the weights."""

    help = "Build the `vllm serve` command of an entrant from its record; --run starts it in place of this process."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("name", help="the entrant's name")
        parser.add_argument("--model", required=True, help="the folder of the weights, or a name that vLLM can load")
        parser.add_argument("--replica", type=int, default=1, help="which of the entrant's endpoints (from 1)")
        parser.add_argument("--context-tokens", type=int, default=16384)
        parser.add_argument("--queued-requests", type=int, default=64)
        parser.add_argument("--tensor-parallel", type=int, default=1)
        parser.add_argument("--run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        endpoint = self._endpoint(options["name"], options["replica"])
        serving = Serving(
            model=options["model"],
            served_name=endpoint.served_name,
            port=urlsplit(endpoint.base_url).port or 8000,
            context_tokens=options["context_tokens"],
            queued_requests=options["queued_requests"],
            tensor_parallel=options["tensor_parallel"],
            has_key=bool(endpoint.api_key_variable),
        )
        words = vllm_command(serving)
        if not options["run"]:
            self.stdout.write(shlex.join(words))
            return
        missing = missing_environment(serving, dict(os.environ))
        if missing:
            raise CommandError("\n".join(missing))
        os.execvp(words[0], words)  # noqa: S606  the words come from our own record, and no shell reads them

    def _endpoint(self, name: str, replica: int) -> EndpointView:
        endpoints = endpoints_of(name)
        if not endpoints:
            raise CommandError(f"There is no entrant {name!r}. There are: {', '.join(entrant_names()) or 'none'}.")
        if not 1 <= replica <= len(endpoints):
            raise CommandError(f"{name!r} has {len(endpoints)} endpoint(s): use --replica 1 to {len(endpoints)}.")
        return endpoints[replica - 1]
