"""Rate any vote file, without a database."""

import argparse
import csv
import io
import json
import math
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from arena.queries.vote_files import (
    TIE_RULES,
    Columns,
    RatedFile,
    RatingChoices,
    StyleColumns,
    VoteFileProblem,
    rate_file,
)
from arena.rules.ratings.board_row import BoardRow
from contest.management.progress import Bar

EXIT_UNUSABLE = 2
COLUMNS = ("name", *list(BoardRow.__dataclass_fields__)[1:])
LARGE_BYTES = 16_000_000
MOST_PRIOR = 1000
BOARD_PRIOR = 1.0
BOARD_CLUSTER = "judge"
"""The column of our own exports that tells one person's votes from another's."""
BROKEN_PIPE = 141
"""As a shell says it of a program whose reader has gone: 128 and the number of SIGPIPE."""


def pairs(text: str) -> dict[str, str]:
    """`a=left,b=right` as a mapping."""
    found: dict[str, str] = {}
    for part in text.split(","):
        left, equals, right = part.rpartition("=")
        if not equals or not left.strip():
            raise argparse.ArgumentTypeError(f"“{part}” is not of the form name=value")
        found[left.strip()] = right.strip()
    return found


def anchor(text: str) -> tuple[str, float]:
    """`NAME=1114`; the name may hold equals signs of its own."""
    name, _, points = text.rpartition("=")
    try:
        rating = float(points)
    except ValueError:
        rating = math.nan
    if not name or not math.isfinite(rating):
        raise argparse.ArgumentTypeError(f"“{text}” is not of the form NAME=1114")
    return name, rating


def min_votes(text: str) -> int:
    """A number of votes, one at least."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of votes, 1 or more")
    return int(text)


def prior(text: str) -> float:
    """A number of virtual votes, not negative."""
    try:
        votes = float(text)
    except ValueError:
        votes = -1.0
    if not 0 <= votes < MOST_PRIOR:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of votes from 0 to {MOST_PRIOR}")
    return votes


def style_columns(text: str) -> tuple[StyleColumns, ...]:
    """`length,bold=bold_left:bold_right`; a bare name stands for the columns name_a and name_b."""
    found = []
    for part in text.split(","):
        feature, equals, columns = part.strip().partition("=")
        a, colon, b = columns.partition(":")
        if not feature or (equals and not (a and colon and b)):
            raise argparse.ArgumentTypeError(f"“{part}” is neither a name nor of the form name=column_a:column_b")
        found.append(StyleColumns(feature, a or f"{feature}_a", b or f"{feature}_b"))
    return tuple(found)


class Command(BaseCommand):
    """`manage.py rate_votes FILE`. Exit 0 with a board, 2 when the file cannot be used."""

    help = (
        "Rate a vote file: CSV, JSONL or Parquet, also .gz, with the columns model_a, model_b and winner. Ratings are "
        "maximum-likelihood Bradley-Terry, without a prior unless one is asked for; intervals are 95 %."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--columns",
            type=pairs,
            default={},
            metavar="a=…,b=…,winner=…",
            help="which columns to read, also id=… and voter=…, which tell repeated votes; id= reads no id",
        )
        parser.add_argument(
            "--values", type=pairs, default={}, metavar="1=a,2=b,0=tie", help="verdicts spelled otherwise"
        )
        parser.add_argument("--cluster", metavar="COLUMN", help="votes of one voter, say, may resemble each other")
        parser.add_argument("--ties", choices=TIE_RULES, default=TIE_RULES[0])
        parser.add_argument(
            "--anchor", type=anchor, metavar="NAME=1114", help="move the scale so that NAME has this rating"
        )
        parser.add_argument("--prior", type=prior, help="virtual ties for each pair that met; 0 unless given")
        parser.add_argument(
            "--min-votes", type=min_votes, default=1, help="entrants with fewer votes are listed, not rated"
        )
        parser.add_argument(
            "--reference",
            action="append",
            default=[],
            metavar="NAME",
            help="an entrant that competes for nothing: rated, not ranked, and not in the mean; may be given again",
        )
        parser.add_argument(
            "--board",
            action="store_true",
            help=f"rate as the site's own board does: prior {BOARD_PRIOR:g}, half ties, voters told by the column "
            f"{BOARD_CLUSTER} unless --cluster names another; give the stage's --min-votes and --reference with it",
        )
        parser.add_argument(
            "--style-columns",
            type=style_columns,
            default=(),
            metavar="length,bold=COL_A:COL_B",
            help="also rate at equal style; a bare name stands for the columns name_a and name_b",
        )
        parser.add_argument("--format", choices=("table", "json", "csv"), default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        bar = Bar(self.stderr, "Reading", wanted=is_large(options["file"]))
        try:
            rated = rate_file(options["file"], _choices(options), bar.show)
        except VoteFileProblem as problem:
            raise CommandError(str(problem), returncode=EXIT_UNUSABLE) from problem
        finally:
            bar.end()
        try:
            self._write(rated, options["format"])
            self.stdout.flush()
        except BrokenPipeError:
            # Whoever reads, `head` for one, has enough. Python would complain once more when it closes its output.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(BROKEN_PIPE)

    def _write(self, rated: RatedFile, form: str) -> None:
        if form == "json":
            told = asdict(rated) | {"entrants": [_line(row) for row in rated.entrants]}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
            return
        self.stdout.write(as_csv(rated) if form == "csv" else as_table(rated), ending="")
        about = self.stderr if form == "csv" else self.stdout
        for line in summary(rated):
            about.write(line)


def _choices(options: dict[str, Any]) -> RatingChoices:
    board, asked = options["board"], options["prior"]
    if board and (asked not in {None, BOARD_PRIOR} or options["ties"] != TIE_RULES[0] or options["anchor"]):
        raise CommandError(
            f"--board settles the method: half ties, prior {BOARD_PRIOR:g} and a mean of 1000.",
            returncode=EXIT_UNUSABLE,
        )
    return RatingChoices(
        Columns(options["columns"], options["cluster"] or (BOARD_CLUSTER if board else None), options["style_columns"]),
        options["values"],
        ties=options["ties"],
        min_votes=options["min_votes"],
        anchor=options["anchor"],
        prior=BOARD_PRIOR if board else asked or 0.0,
        references=tuple(options["reference"]),
        board=board,
    )


def is_large(file: Path) -> bool:
    """Whether reading it takes a while."""
    return file.is_file() and file.stat().st_size >= LARGE_BYTES


def as_csv(rated: RatedFile) -> str:
    """A header and one line an entrant."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_line(row) for row in rated.entrants)
    return out.getvalue()


def _line(row: BoardRow) -> dict[str, Any]:
    """A board's row under the names of the field's tools."""
    fields = asdict(row)
    return {"name": fields.pop("entrant"), **fields}


def as_table(rated: RatedFile) -> str:
    """Aligned columns for a terminal."""
    head = ("ranks", "name", "rating", "95 % interval", "votes", "wins", "ties", "losses")
    lines = [head, *(_cells(entrant) for entrant in rated.entrants)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    text = (
        "  ".join(cell.ljust(widths[i]) if i == 1 else cell.rjust(widths[i]) for i, cell in enumerate(line))
        for line in lines
    )
    return "".join(f"{line.rstrip()}\n" for line in text)


def _cells(row: BoardRow) -> tuple[str, ...]:
    votes = tuple(f"{number:,}" for number in (row.votes, row.wins, row.ties, row.losses))
    if row.rating is None:
        return ("-", row.entrant, "not rated", "", *votes)
    ranks = f"{row.rank_low}-{row.rank_high}" if row.rank_low != row.rank_high else f"{row.rank}"
    return (ranks, row.entrant, f"{row.rating:.1f}", f"{row.lower:.1f} to {row.upper:.1f}", *votes)


def summary(rated: RatedFile) -> list[str]:
    """What belongs to the board beside its rows."""
    skipped = ", ".join(f"{number:,} {reason.replace('_', ' ')}" for reason, number in rated.skipped.items())
    lines = [f"{rated.votes:,} votes; skipped: {skipped or 'none'}; {rated.model}"]
    if rated.clusters is not None:
        lines.append(f"Intervals allow votes within each of {rated.clusters:,} clusters to resemble each other.")
    if rated.tie_parameter is not None:
        lines.append(f"Tie parameter: {rated.tie_parameter:.4f}")
    if rated.position is not None:
        side = rated.position
        lines.append(f"Side A adds {side.points:.1f} points (95 %: {side.lower:.1f} to {side.upper:.1f}).")
    if rated.style is not None:
        lines += [f"At equal style, from {rated.style.votes:,} votes ({rated.style.skipped:,} lack a feature):"]
        lines += [f"  {e.name}: {e.rating:.1f} ({e.lower:.1f} to {e.upper:.1f})" for e in rated.style.entrants]
        lines += [
            f"  {c.feature}: {c.logits:+.3f} logits ({c.lower:+.3f} to {c.upper:+.3f})"
            for c in rated.style.coefficients
        ]
    return lines + list(rated.remarks)
