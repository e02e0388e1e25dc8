"""Say on the host whose votes never count, and make the seats of a panel."""

import argparse
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from contest.actions.declarations import declare_account, declare_network, declare_sign_in, open_seats
from contest.actions.refusals import ActRefused
from contest.queries.issue_texts import issue_text
from contest.rules.roles import Command as OnTheHost

ACTOR = OnTheHost("declare_voters")


class Command(BaseCommand):
    """`declare_voters network TEAM CIDR … | account TEAM NUMBER … | sign-in TEAM WAY UID … |
    seats STAGE NAME=COUNT …`.

    Seats are printed as `stratum,code`, once.
    """

    help = "Declare networks, accounts and sign-ins of a team, or open seats on a stage's panel."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb, what, more in (
            ("network", "team", ("cidr",)),
            ("account", "team", ("account",)),
            ("sign-in", "team", ("way", "uid")),
            ("seats", "stage", ("stratum",)),
        ):
            words = verbs.add_parser(verb)
            words.add_argument(what)
            for name in more[:-1]:
                words.add_argument(name)
            words.add_argument("values", nargs="+", metavar=more[-1].upper())

    def handle(self, *args: Any, **options: Any) -> None:
        now = datetime.now(UTC)
        try:
            if options["verb"] == "seats":
                self._open_seats(options["stage"], options["values"], now)
                return
            for value in options["values"]:
                self._declare(options, value, now)
        except ActRefused as refused:
            said = [issue_text(issue) for issue in refused.issues]
            raise CommandError(" ".join(f"{text.reason} {text.remedy}" for text in said)) from None

    def _declare(self, options: dict[str, Any], value: str, now: datetime) -> None:
        team = options["team"]
        if options["verb"] == "network":
            declare_network(ACTOR, team, value, now=now)
        elif options["verb"] == "account":
            declare_account(ACTOR, team, value, now=now)
        else:
            declare_sign_in(ACTOR, team, options["way"], value, settings.VOTER_KEY, now=now)

    def _open_seats(self, stage: str, values: list[str], now: datetime) -> None:
        strata = {}
        for value in values:
            name, _equals, count = value.partition("=")
            if not count.isdecimal():
                raise CommandError(f"Write NAME=COUNT, such as seoul=50, not {value!r}.")
            strata[name] = int(count)
        for stratum, codes in open_seats(ACTOR, stage, strata, now=now).items():
            for code in codes:
                self.stdout.write(f"{stratum},{code}")
