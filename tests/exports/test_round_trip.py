"""Whoever takes the public file finds the published board."""

import html
import json
import random
import re
from dataclasses import asdict
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from arena.actions.folding import fold_votes, tallies_digest
from arena.actions.leaderboard import publish_snapshot
from arena.actions.past_votes import PastVote, record_past_votes
from arena.actions.voids import void_votes
from arena.models import Vote
from arena.queries.exports import FORMATS
from arena.queries.leaderboard import SnapshotView, latest_snapshot
from arena.queries.pools import entrant_refs
from arena.queries.vote_files import Columns, read_votes
from arena.rules.ratings.board import rate
from arena.rules.ratings.rows import sided_counts
from arena.rules.ratings.tally import PairTally
from contest.actions.exports import request_due_releases, request_export
from contest.actions.stages_entries import enter_stage
from contest.actions.stages_running import close_stage, open_stage
from contest.exports.tasks import make_export
from contest.models import Export
from contest.queries.exports import stage_data
from tests.contest.cast import CLOSES, DRAFTED, OPENS, SETUP, field_team, opened, pool_of, revision
from tests.contest.cast import published as published_stage

pytestmark = pytest.mark.django_db
SHARES = {"a_better": 4, "b_better": 3, "tie": 2, "both_bad": 1}
VOTES = 300
HOUR = timedelta(hours=1)


def voted(pool_ref: str, refs: list[str], late: list[PastVote]) -> SnapshotView:
    """The board of a stage with votes, some of them void."""
    rng = random.Random(7)
    votes = [
        PastVote(
            f"{rng.randrange(40):064}",
            *rng.sample(refs, 2),
            rng.choices(list(SHARES), SHARES.values())[0],
            OPENS + timedelta(minutes=number),
        )
        for number in range(VOTES)
    ]
    record_past_votes(pool_ref, [*votes, *late], simulated=False)
    void_votes(list(Vote.objects.order_by("pk")[:5].values_list("receipt_ref", flat=True)), "group", CLOSES)
    fold_votes(pool_ref)
    publish_snapshot(pool_ref, CLOSES)
    found = latest_snapshot(pool_ref)
    assert found is not None
    return found


@pytest.fixture
def published() -> SnapshotView:
    """A stage whose entrants all compete."""
    pool_ref = pool_of(opened("one"))
    return voted(pool_ref, entrant_refs(pool_ref), [])


@pytest.fixture
def beside_a_yardstick() -> SnapshotView:
    """A stage with a reference entrant, and one entrant that has too few votes."""
    published_stage("one")
    for team in ("elm", "ash"):
        field_team(team, is_reference=team == "elm")
        enter_stage(SETUP, "one", f"{team}-1", seen=revision(), now=DRAFTED)
    open_stage(SETUP, "one", seen=revision(), now=OPENS)
    pool_ref = pool_of("one")
    refs = {slug: ref for ref, slug in stage_data("one").names.items()}  # type: ignore[union-attr]
    late = PastVote("9" * 64, refs["ash-1"], refs["elm-1"], "a_better", OPENS)
    return voted(pool_ref, [ref for slug, ref in refs.items() if slug != "ash-1"], [late])


def exported(path: Path, *more: str) -> Path:
    """The command's file."""
    call_command("export_votes", "--stage", "one", "--output", str(path), *more, stdout=StringIO(), stderr=StringIO())
    return path


@pytest.mark.parametrize("form", FORMATS)
def test_rating_the_file_gives_the_published_board(published: SnapshotView, tmp_path: Path, form: str) -> None:
    path = exported(tmp_path / f"votes.{form}", "--public")
    rows = read_votes(path, Columns({}, cluster="judge"), {}, lambda _share: None).rows
    slugs = stage_data("one").names  # type: ignore[union-attr]
    counts = sided_counts(rows)
    tallies = [
        PairTally(a, b, *(int(counts.table[said, i, j] + counts.table[other, j, i]) for said, other in PAIRED))
        for i, a in enumerate(rows.entrants)
        for j, b in enumerate(rows.entrants)
        if i < j
    ]
    board = rate(tallies, min_votes=published.min_votes, competing=rows.entrants, votes=rows)
    theirs = {slugs[row.entrant]: row for row in published.rows}
    for row in board.rows:
        known = theirs[row.entrant]
        assert (row.rank, row.votes, row.wins, row.ties) == (known.rank, known.votes, known.wins, known.ties)
        assert (row.rating, row.lower, row.upper) == pytest.approx((known.rating, known.lower, known.upper), abs=1e-6)


PAIRED = ((0, 1), (1, 0), (2, 2), (3, 3))
"""Outcome codes seen from either side: a better, b better, tie, both bad."""


def test_the_files_tallies_have_the_published_fingerprint(published: SnapshotView, tmp_path: Path) -> None:
    rows = read_votes(exported(tmp_path / "votes.csv"), Columns({}), {}, lambda _share: None).rows
    refs = {slug: ref for ref, slug in stage_data("one").names.items()}  # type: ignore[union-attr]
    table = sided_counts(rows).table
    tallies = []
    for i, first in enumerate(rows.entrants):
        for j, second in enumerate(rows.entrants):
            if refs[first] < refs[second]:
                said = [int(table[code, i, j] + table[other, j, i]) for code, other in PAIRED]
                tallies.append(PairTally(refs[first], refs[second], *said))
    assert tallies_digest(sorted(tallies, key=lambda tally: (tally.a, tally.b))) == published.tallies_sha256


def closed_and_released(form: str) -> None:
    """The stage is over, and its votes are public."""
    close_stage(SETUP, "one", seen=revision(), now=CLOSES)
    make_export(request_export(SETUP, "one", "votes", form, public=True, now=CLOSES))


def downloaded(folder: Path, form: str) -> list[str]:
    """The command that the page of open data tells for the stage's public file, with that file in the folder."""
    page = html.unescape(Client().get("/data/").content.decode())
    address = re.search(rf'href="(/data/[^"]+/one-votes\.{form})"', page)[1]  # type: ignore[index]
    body = Client().get(address).streaming_content  # type: ignore[attr-defined]
    (folder / Path(address).name).write_bytes(b"".join(body))
    commands = re.findall(r'data-testid="recompute">python manage.py (.*?)</code>', page)
    return next(words for words in map(str.split, commands) if words[1] == Path(address).name)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("stage", ["published", "beside_a_yardstick"])
def test_the_command_on_the_page_gives_the_published_board(
    request: pytest.FixtureRequest, stage: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published: SnapshotView = request.getfixturevalue(stage)
    closed_and_released(form)
    monkeypatch.chdir(tmp_path)
    assert_the_command_gives(downloaded(tmp_path, form), published)


def assert_the_command_gives(command: list[str], published: SnapshotView) -> None:
    """Run it in the folder with the file: it prints the published board."""
    out = StringIO()
    call_command(*command, "--format", "json", stdout=out, stderr=StringIO())
    rated = json.loads(out.getvalue())
    slugs = stage_data("one").names  # type: ignore[union-attr]
    theirs = {slugs[row.entrant]: asdict(row) for row in published.rows}
    assert {row["name"] for row in rated["entrants"]} == theirs.keys()
    for row in rated["entrants"]:
        known = theirs[row["name"]]
        counts = ("rank", "rank_low", "rank_high", "votes", "wins", "ties", "losses", "rated")
        assert {name: row[name] for name in counts} == {name: known[name] for name in counts}
        points = ("rating", "lower", "upper")
        assert [row[name] for name in points] == pytest.approx([known[name] for name in points], abs=1e-6)


@pytest.mark.parametrize("form", FORMATS)
def test_votes_voided_after_the_release_bring_a_file_that_gives_the_final_board(
    published: SnapshotView, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed_and_released(form)
    first = Export.objects.get()
    counted = Vote.objects.filter(voided_at=None, outcome="a_better").order_by("pk")
    void_votes(list(counted.values_list("receipt_ref", flat=True)[:20]), "group", CLOSES + HOUR)
    fold_votes(published.pool_ref)
    assert publish_snapshot(published.pool_ref, CLOSES + HOUR)
    for ref in request_due_releases(CLOSES + HOUR):
        make_export(ref)
    final = latest_snapshot(published.pool_ref)
    assert final is not None
    assert final.votes == published.votes - 20
    newer = Export.objects.get(data="votes", format=form, state="done")
    assert (newer.sha256 != first.sha256, newer.watermark) == (True, final.watermark)
    monkeypatch.chdir(tmp_path)
    assert_the_command_gives(downloaded(tmp_path, form), final)


def test_a_yardstick_has_a_rating_and_no_rank(beside_a_yardstick: SnapshotView, tmp_path: Path) -> None:
    closed_and_released("csv")
    command = downloaded(tmp_path, "csv")
    assert command[2:] == ["--board", "--min-votes=30", "--reference=elm-1"]
    slugs = stage_data("one").names  # type: ignore[union-attr]
    rows = {slugs[row.entrant]: row for row in beside_a_yardstick.rows}
    assert (rows["elm-1"].rated, rows["elm-1"].rank, rows["ash-1"].rated) == (True, None, False)


def test_the_boards_own_export_says_what_was_published(published: SnapshotView, tmp_path: Path) -> None:
    path = exported(tmp_path / "boards.jsonl", "--data", "snapshots", "--public")
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    slugs = stage_data("one").names  # type: ignore[union-attr]
    assert {row["model"]: row["rating"] for row in rows} == {slugs[row.entrant]: row.rating for row in published.rows}
    assert datetime.fromtimestamp(rows[0]["published_at"], tz=CLOSES.tzinfo) == CLOSES
