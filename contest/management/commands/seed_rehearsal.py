"""Make the rehearsal stage, or point it at endpoints that moved."""

import argparse
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from arena.actions.pools import EndpointAddress
from contest.actions.rehearsal import RehearsalError, seed_rehearsal


def _address(text: str) -> EndpointAddress:
    base_url, _, served_name = text.rpartition("#")
    if not base_url or not served_name:
        raise argparse.ArgumentTypeError(f"{text!r}: write an endpoint as URL#SERVED_NAME.")
    return EndpointAddress(base_url=base_url, served_name=served_name)


class Command(BaseCommand):
    """`manage.py seed_rehearsal --endpoint URL#SERVED_NAME …`, one endpoint for each team, in the teams' order."""

    help = "Make the rehearsal stage with one entrant per endpoint, or point the existing one at new endpoints."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--endpoint", action="append", type=_address, required=True, metavar="URL#NAME")
        parser.add_argument("--no-votes", action="store_true", help="leave the simulated votes out")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = seed_rehearsal(options["endpoint"], datetime.now(UTC), with_votes=not options["no_votes"])
        except RehearsalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("The rehearsal stage was made." if made else "The rehearsal stage has its new endpoints.")
