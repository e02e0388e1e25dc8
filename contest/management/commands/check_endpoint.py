"""Check an endpoint as the contest will, before its team enrols it."""

import argparse
import asyncio
import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from arena.actions.prompts import PROMPT_MAX_CHARACTERS
from arena.inference.client import InferenceClient
from arena.inference.conformance import as_text, conforms, examine
from arena.inference.finding import Finding
from arena.inference.target import Deadlines, Target
from arena.rules.key_variables import PREFIX, key_in, may_be_referenced
from contest.queries.addresses import address_issues
from contest.queries.issue_texts import sentence


class Command(BaseCommand):
    """`manage.py check_endpoint URL SERVED_NAME [--key-variable NAME]`. Exit 0 when it can be enrolled, else 1."""

    help = "Ask an endpoint what the contest will ask, and report what would keep it from being enrolled."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("url", help="such as https://host:8000, without a path")
        parser.add_argument("served_name", help="the name given to --served-model-name")
        parser.add_argument("--key-variable", default="", help="the environment variable that holds the API key")

        parser.add_argument("--context-tokens", type=int, help="the context's length that the record shall tell")

    def handle(self, *args: Any, **options: Any) -> None:
        url = options["url"].rstrip("/")
        issues = address_issues(url, settings.ARENA_ENDPOINT_HOSTS)
        if issues:
            with override("en"):
                raise CommandError("\n".join(sentence(issue) for issue in issues))
        target = Target(url, options["served_name"], self._key(options["key_variable"]))
        findings = asyncio.run(self._examine(target, options["context_tokens"]))
        self.stdout.write(as_text(findings))
        if not conforms(findings):
            raise SystemExit(1)

    def _key(self, variable: str) -> str | None:
        if not variable:
            return None
        if not may_be_referenced(variable):
            raise CommandError(
                f"{variable} may not be sent to an endpoint: put the key into a variable whose name is {PREFIX} and"
                " capital letters, digits or _."
            )
        key = key_in(os.environ, variable)
        if key is None:
            raise CommandError(f"The environment variable {variable} is empty: put the endpoint's key there.")
        return key

    async def _examine(self, target: Target, context_tokens: int | None) -> list[Finding]:
        async with InferenceClient() as client:
            return await examine(client, target, Deadlines(), PROMPT_MAX_CHARACTERS, context_tokens)
