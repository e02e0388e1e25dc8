"""Compute published snapshots again from the votes, and say whether the numbers agree."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from arena.actions.recomputing import Recomputed, recompute_from, recompute_snapshot
from arena.queries.leaderboard import SnapshotView, latest_snapshot, snapshot_by_ref
from arena.queries.vote_files import VoteFileProblem
from contest.queries.boards import stage_pool
from contest.queries.exported_votes import NamesUnknown, exported_votes


class Command(BaseCommand):
    """`manage.py recompute_leaderboard --stage SLUG [--votes FILE]` or `--snapshot REF`.

    Exit 0 when all agrees to 1e-6 points, 1 when it does not, 2 when it cannot be asked.
    """

    help = "Rate the votes of a snapshot again, from the votes or their export, and compare with what was published."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--stage", help="the stage whose newest snapshot is computed again")
        which.add_argument("--snapshot", help="the ref of a snapshot, as in its permanent address")
        parser.add_argument("--votes", type=Path, help="take the votes of --stage from this export of them")

    def handle(self, *args: Any, **options: Any) -> None:
        snapshot = self._snapshot(options["stage"], options["snapshot"])
        found = self._recomputed(snapshot, options["stage"], options["votes"])
        for problem in found.problems:
            self.stdout.write(problem)
        self.stdout.write(
            f"Snapshot {snapshot.number} ({snapshot.ref}): {snapshot.votes} votes, "
            f"greatest difference {found.difference:.1e} points."
        )
        if not found.agrees:
            raise CommandError("The snapshot cannot be computed again from the votes.", returncode=1)
        self.stdout.write("It agrees.")

    def _recomputed(self, snapshot: SnapshotView, slug: str | None, path: Path | None) -> Recomputed:
        if path is None:
            return recompute_snapshot(snapshot.ref)
        if slug is None:
            raise CommandError("Name the stage of the file with --stage.", returncode=2)
        try:
            return recompute_from(snapshot.ref, exported_votes(slug, path, lambda _share: None))
        except VoteFileProblem as problem:
            raise CommandError(str(problem), returncode=2) from problem
        except NamesUnknown as unknown:
            raise CommandError(
                f"The file names entrants that stage {slug} does not have: {unknown}.", returncode=2
            ) from unknown

    def _snapshot(self, slug: str | None, ref: str | None) -> SnapshotView:
        if ref is not None:
            found = snapshot_by_ref(ref)
            if found is None:
                raise CommandError(f"There is no snapshot {ref}.", returncode=2)
            return found
        pool_ref = stage_pool(slug or "")
        if pool_ref is None:
            raise CommandError(f"There is no stage {slug}.", returncode=2)
        newest = latest_snapshot(pool_ref)
        if newest is None:
            raise CommandError(f"Stage {slug} has no snapshot yet.", returncode=2)
        return newest
