"""Set a contest up from a file."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from contest.actions.contest_loading import LoadRefused, load_plan
from contest.queries.addresses import address_issues
from contest.queries.issue_texts import sentence
from contest.rules.contest_file.csv_reading import read_csv
from contest.rules.contest_file.plan import Fault, FaultyFile, Plan
from contest.rules.contest_file.yaml_reading import read_yaml
from contest.rules.emblems import MOST_BYTES as EMBLEM_MOST_BYTES
from contest.rules.roles import Command as HostCommand

MOST_BYTES = 2 * 1024 * 1024
READERS = {".yaml": read_yaml, ".yml": read_yaml, ".csv": read_csv}


class Command(BaseCommand):
    """`manage.py load_contest FILE [--dry-run]`. docs/contest-file.md describes the file."""

    help = "Make or bring up to date the teams, entrants and drafted stages of a YAML or CSV file, all or nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a .yaml or .csv file; docs/examples/contest.yaml is one")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            text = self._text(file)
            plan = READERS[file.suffix.lower()](text)
            emblems = _emblems(plan, file.parent)
            _check_addresses(plan)
            done = load_plan(
                HostCommand("load_contest"), plan, emblems, now=datetime.now(UTC), dry_run=options["dry_run"]
            )
        except FaultyFile as error:
            raise CommandError("\n".join(f"{file}: {fault}" for fault in error.faults)) from error
        except LoadRefused as error:
            raise CommandError("\n".join(f"{file}: line {error.line}: {text}" for text in _sentences(error))) from error
        for row in done:
            self.stdout.write(f"{row.what:9} {row.kind} {row.slug}")
        if options["dry_run"]:
            self.stdout.write("Nothing was written: this was a dry run.")

    def _text(self, file: Path) -> str:
        if file.suffix.lower() not in READERS:
            raise CommandError(f"{file}: use a file that ends in .yaml or .csv.")
        try:
            if file.stat().st_size > MOST_BYTES:
                raise CommandError(f"{file} is above {MOST_BYTES // 1024} KiB: this is no contest file.")
            return file.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} is not UTF-8: save it as UTF-8.") from error


def _sentences(error: LoadRefused) -> list[str]:
    with override("en"):
        return [f"{error.about}: {sentence(issue)}" for issue in error.issues if not issue.is_warning]


def _emblems(plan: Plan, folder: Path) -> dict[str, bytes]:
    """The pictures beside the file, by team. Raises FaultyFile."""
    found, faults = {}, []
    for team in plan.teams:
        if not team.emblem:
            continue
        try:
            # One byte more than allowed is enough to be refused; the rest need not be read.
            with (folder / team.emblem).open("rb") as picture:
                found[team.facts.slug] = picture.read(EMBLEM_MOST_BYTES + 1)
        except OSError as error:
            faults.append(Fault(team.line, "emblem", f"{team.emblem} cannot be read: {error.strerror}."))
    if faults:
        raise FaultyFile(faults)
    return found


def _check_addresses(plan: Plan) -> None:
    """Every endpoint is at an address that we may talk to. Raises FaultyFile."""
    with override("en"):
        faults = [
            Fault(entrant.line, f"{entrant.facts.slug}.base_url", sentence(issue))
            for team in plan.teams
            for entrant in team.entrants
            for replica in entrant.replicas
            for issue in address_issues(replica.base_url, settings.ARENA_ENDPOINT_HOSTS)
        ]
    if faults:
        raise FaultyFile(faults)
