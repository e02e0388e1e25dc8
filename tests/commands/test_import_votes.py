"""An archive stage from a vote file, and the command that computes its board again."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from arena.models import LeaderboardSnapshot, Vote

pytestmark = pytest.mark.django_db
ROWS = ["model_a,model_b,winner,worker"] + [
    f"{a},{b},{winner},w{number}"
    for number in range(16)
    for a, b, winner in (("pine", "fir", "model_a"), ("fir", "oak", "tie"), ("oak", "pine", "model_b"))
]


def told(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "votes.csv"
    path.write_text("\n".join([*ROWS, "pine,pine,model_a,w1"]))
    return path


def test_a_file_becomes_an_archive_stage_whose_board_can_be_looked_at(file: Path) -> None:
    said = told("import_votes", str(file), "--stage", "old-votes", "--cluster", "worker")
    assert "48 votes of 3 entrants" in said
    assert "1 rows, self_battle" in said
    shown = Client().get("/leaderboard/?stage=old-votes").content.decode()
    assert "보관 단계" in shown
    assert all(name in shown for name in ("pine", "fir", "oak"))
    assert Vote.objects.values("voter_ref").distinct().count() == 16


def test_an_archive_is_named_as_one_on_its_pages_and_in_its_files(file: Path) -> None:
    told("import_votes", str(file), "--stage", "old-votes")
    ref = LeaderboardSnapshot.objects.get().ref
    for address in ("/leaderboard/?stage=old-votes", f"/leaderboard/{ref}/"):
        shown = Client().get(address).content.decode()
        assert "<title>순위표 · [보관] old-votes" in shown
        assert "보관 단계" in shown
        assert 'data-picture="leaderboard-archive-old-votes-1.png"' in shown
        assert "data-live" not in shown
    table, told_json = (Client().get(f"/leaderboard/{ref}/board.{kind}") for kind in ("csv", "json"))
    for answer in (table, told_json):
        assert 'filename="leaderboard-archive-old-votes-1.' in answer["Content-Disposition"]
    assert all(line.endswith(",old-votes,archive") for line in table.content.decode().splitlines()[1:])
    assert told_json.json()["stage_kind"] == "archive"


def test_nobody_can_take_part_in_an_archive(file: Path) -> None:
    told("import_votes", str(file), "--stage", "old-votes")
    answer = Client(headers={"accept": "application/json"}).post("/battles/", {"prompt": "봄 감자는 언제 심나요?"})
    assert answer.json()["code"] == "no_open_stage"


def test_its_snapshot_can_be_computed_again(file: Path) -> None:
    told("import_votes", str(file), "--stage", "old-votes")
    assert "It agrees." in told("recompute_leaderboard", "--stage", "old-votes")
    Vote.objects.filter(outcome="tie").update(outcome="b_better")
    with pytest.raises(CommandError):
        told("recompute_leaderboard", "--snapshot", LeaderboardSnapshot.objects.get().ref)


def test_a_name_in_use_is_refused_and_nothing_is_imported_twice(file: Path) -> None:
    told("import_votes", str(file), "--stage", "old-votes")
    with pytest.raises(CommandError) as refused:
        told("import_votes", str(file), "--stage", "old-votes")
    assert (refused.value.returncode, Vote.objects.count()) == (2, 48)


def test_a_file_that_cannot_be_read_is_one_sentence() -> None:
    with pytest.raises(CommandError) as refused:
        told("import_votes", "nowhere.csv", "--stage", "old-votes")
    assert refused.value.returncode == 2


def test_an_entrant_with_few_votes_is_listed_and_not_rated(file: Path) -> None:
    file.write_text(file.read_text() + "\nelm,pine,model_a,w1")
    told("import_votes", str(file), "--stage", "old-votes")
    rows = {row["votes"]: row["rated"] for row in LeaderboardSnapshot.objects.get().rows}
    assert rows == {1: False, 32: True, 33: True}


def test_it_shows_how_far_it_has_come(file: Path) -> None:
    errors = StringIO()
    call_command("import_votes", str(file), "--stage", "old-votes", stdout=StringIO(), stderr=errors)
    for doing in ("Reading", "Writing", "Counting"):
        assert f"{doing} [{'#' * 20}] 100 %" in errors.getvalue()
