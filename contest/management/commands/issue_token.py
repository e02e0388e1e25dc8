"""Issue a token of the API."""

import argparse
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contest.actions.refusals import ActRefused
from contest.actions.tokens import issue_token
from contest.queries.issue_texts import issue_text
from contest.rules.api_scopes import SCOPES
from contest.rules.roles import Command as HostCommand

DAYS = 90


class Command(BaseCommand):
    """`manage.py issue_token ACCOUNT --name NAME --scope exports:read`. The token goes to stdout, once."""

    help = "Issue a token of the API to an organiser's account. It is shown here and never again."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("account")
        parser.add_argument("--name", required=True, help="what it is for; it stands in the log")
        parser.add_argument("--scope", action="append", choices=SCOPES, required=True)
        parser.add_argument("--days", type=int, default=DAYS, help=f"how long it opens anything ({DAYS})")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = HostCommand("issue_token")
        now = datetime.now(UTC)
        try:
            token = issue_token(actor, options["account"], options["name"], options["scope"], options["days"], now=now)
        except ActRefused as refused:
            told = (issue_text(issue) for issue in refused.issues)
            raise CommandError(" ".join(f"{text.reason} {text.remedy}" for text in told), returncode=2) from refused
        self.stdout.write(token)
