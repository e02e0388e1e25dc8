"""Write a stage's votes, battles, boards or audit log into a file."""

import argparse
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from arena.queries.exports import DATA, FORMATS, spare_memory, write_export
from contest.management.progress import Bar
from contest.queries.exports import EXPORTS, stage_data

EXIT_UNUSABLE = 2


class Command(BaseCommand):
    """`manage.py export_votes --stage S --format csv --output PATH`. Exit 2 when it cannot be done."""

    help = (
        "Write the votes of a stage into a CSV, JSONL or Parquet file whose columns docs/data.md describes. The file "
        "stands there when it is whole. Without --public it has the voter_refs: do not give that file away."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--stage", required=True, help="the stage's name in addresses")
        parser.add_argument("--output", type=Path, required=True)
        parser.add_argument("--format", choices=FORMATS, help="as the file's name ends, unless given")
        parser.add_argument("--data", choices=EXPORTS, default=EXPORTS[0], help="what to export (votes)")
        parser.add_argument(
            "--public", action="store_true", help="pseudonyms of this file alone, whole minutes and no comments"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["output"]
        form = options["format"] or path.suffix[1:].lower()
        if form not in FORMATS:
            raise CommandError(f"Choose a format with --format: {', '.join(FORMATS)}.", returncode=EXIT_UNUSABLE)
        stage = stage_data(options["stage"])
        if stage is None:
            raise CommandError(f"There is no stage “{options['stage']}”.", returncode=EXIT_UNUSABLE)
        data, own = options["data"], secrets.token_hex()
        if options["public"] and data not in DATA:
            raise CommandError(f"“{data}” is never public. Leave --public out.", returncode=EXIT_UNUSABLE)
        public = stage.public(data, None, release=own, secret=settings.VOTER_KEY) if options["public"] else None
        source = public or stage.whole(data)
        spare_memory()
        bar, total = Bar(self.stderr, "Writing"), max(1, source.count())
        try:
            written = write_export(source, path, form, lambda rows: bar.show(rows / total))
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.", returncode=EXIT_UNUSABLE) from error
        finally:
            bar.end()
        self.stdout.write(f"{path}: {written.rows:,} rows, {written.size:,} bytes, SHA-256 {written.sha256}")
