"""The shown board as a file: CSV for a spreadsheet, JSON for a program."""

import csv
import io
from dataclasses import asdict

import orjson

from arena.queries.leaderboard import BoardRow, SnapshotView
from contest.queries.boards import BoardStage
from contest.web.board_choice import Choice
from contest.web.board_rows import Names

COLUMNS = ("rank", "rank_low", "rank_high", "team", "entrant", *("rating", "lower", "upper"))
COUNTS = ("votes", "wins", "ties", "losses", "rated")
ORIGIN = ("stage", "stage_kind")
BOM = "\ufeff"
"""A spreadsheet takes a file for UTF-8 only with it."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def file_name(stage: BoardStage, number: int) -> str:
    """What a file or picture of this board is called, without its ending; it says what is no contest's."""
    kind = f"{stage.kind}-" if stage.is_archive or stage.is_rehearsal else ""
    return f"leaderboard-{kind}{stage.slug}-{number}"


def as_csv(stage: BoardStage, rows: list[BoardRow], names: Names) -> bytes:
    """The rows under their names; a text that a spreadsheet would take for a formula is quoted."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow((*COLUMNS, *COUNTS, *ORIGIN))
    for row in rows:
        who = {"team": _safe(names.team(row.entrant)), "entrant": _safe(names.entrant(row.entrant))}
        fields = asdict(row) | who | {"stage": stage.slug, "stage_kind": stage.kind}
        writer.writerow([fields[column] for column in (*COLUMNS, *COUNTS, *ORIGIN)])
    return (BOM + text.getvalue()).encode()


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def as_json(stage: BoardStage, snapshot: SnapshotView, rows: list[BoardRow], names: Names, choice: Choice) -> bytes:
    """The rows, and what they were computed from and how."""
    return orjson.dumps(
        {
            "stage": stage.slug,
            "stage_name": stage.name,
            "stage_kind": stage.kind,
            "snapshot": snapshot.ref,
            "number": snapshot.number,
            "published_at": snapshot.published_at,
            "slice": choice.slice,
            "look": choice.look,
            "weights": snapshot.weights(choice.slice),
            "votes": snapshot.votes,
            "void_votes": snapshot.void_votes,
            "watermark": snapshot.watermark,
            "estimator": snapshot.estimator,
            "anchor": snapshot.anchor,
            "min_votes": snapshot.min_votes,
            "tallies_sha256": snapshot.tallies_sha256,
            "entrants": [
                asdict(row) | {"team": names.team(row.entrant), "name": names.entrant(row.entrant)} for row in rows
            ],
        },
        option=orjson.OPT_INDENT_2,
    )
