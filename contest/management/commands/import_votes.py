"""Fill an archive stage from a vote file, to look at its board."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from arena.actions.folding import fold_votes
from arena.actions.leaderboard import publish_snapshot
from arena.queries.vote_files import Columns, VoteFileProblem, VotesRead, read_votes
from contest.actions.archive import ArchivedVote, import_archive
from contest.actions.refusals import ActRefused
from contest.management.commands.rate_votes import min_votes, pairs
from contest.management.progress import Bar
from contest.queries.boards import stage_pool
from contest.rules.stages_terms import StageTerms

EXIT_UNUSABLE = 2
OUTCOMES = ("a_better", "b_better", "tie", "both_bad")


class Command(BaseCommand):
    """`manage.py import_votes FILE --stage NAME`. Exit 2 when the file or the name cannot be used."""

    help = "Make an archive stage of a vote file (as rate_votes reads it) and publish its board."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--stage", required=True, help="the new stage's name in addresses: small letters, digits, -"
        )
        parser.add_argument("--columns", type=pairs, default={}, metavar="a=…,b=…,winner=…")
        parser.add_argument("--values", type=pairs, default={}, metavar="1=a,2=b,0=tie")
        parser.add_argument("--cluster", default="", help="the column that names the voter")
        parser.add_argument(
            "--min-votes",
            type=min_votes,
            default=StageTerms.min_votes,
            help=f"entrants with fewer votes are listed, not rated ({StageTerms.min_votes}, as for any stage)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        read = self._read(options)
        count = self._imported(read, options)
        pool_ref = stage_pool(options["stage"]) or ""
        with self._bar("Counting") as progress:
            counted = 0
            while folded := fold_votes(pool_ref):
                counted += folded
                progress(counted / count)
        self.stderr.write("Rating …")
        publish_snapshot(pool_ref, datetime.now(UTC))
        for reason, rows in sorted(read.skipped.items()):
            self.stdout.write(f"Skipped: {rows} rows, {reason}.")
        self.stdout.write(
            f"{count} votes of {len(read.rows.entrants)} entrants are in the archive stage {options['stage']}: "
            f"/leaderboard/?stage={options['stage']}"
        )

    def _read(self, options: dict[str, Any]) -> VotesRead:
        try:
            columns = Columns(options["columns"], cluster=options["cluster"] or None)
            with self._bar("Reading") as progress:
                return read_votes(options["file"], columns, options["values"], progress)
        except VoteFileProblem as problem:
            raise CommandError(str(problem), returncode=EXIT_UNUSABLE) from problem

    def _imported(self, read: VotesRead, options: dict[str, Any]) -> int:
        now = datetime.now(UTC)
        try:
            with self._bar("Writing") as progress:
                return import_archive(
                    options["stage"], read.rows.entrants, _votes(read), options["min_votes"], now, progress
                )
        except ActRefused as refused:
            raise CommandError(str(refused), returncode=EXIT_UNUSABLE) from refused

    @contextmanager
    def _bar(self, doing: str) -> Iterator[Callable[[float], None]]:
        bar = Bar(self.stderr, doing)
        try:
            yield bar.show
        finally:
            bar.end()


def _votes(read: VotesRead) -> list[ArchivedVote]:
    rows = read.rows
    voters = range(len(rows)) if rows.cluster is None else rows.cluster.tolist()
    return [
        ArchivedVote(voter, a, b, OUTCOMES[said])
        for voter, a, b, said in zip(voters, rows.a.tolist(), rows.b.tolist(), rows.outcome.tolist(), strict=True)
    ]
