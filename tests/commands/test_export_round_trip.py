"""From the votes to a file and back: the file gives the published board, to the last digit that matters."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from arena.actions.folding import fold_votes
from arena.actions.leaderboard import publish_snapshot
from arena.actions.voids import void_votes
from arena.models import Pool, Vote
from contest.actions.rehearsal import seed_rehearsal
from tests.kept_rows import kept
from tests.web.conftest import ADDRESSES

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def told(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def published(db: None) -> None:
    """600 simulated votes, three of them void, rated and published."""
    kept("600 votes, three of them void", publish)


def publish() -> None:
    seed_rehearsal(ADDRESSES, NOW)
    pool = Pool.objects.get()
    void_votes(list(Vote.objects.order_by("pk").values_list("receipt_ref", flat=True)[:3]), "burst", NOW)
    fold_votes(pool.ref)
    publish_snapshot(pool.ref, NOW + timedelta(minutes=1))


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("public", [[], ["--public"]], ids=["own", "public"])
def test_an_export_gives_the_published_board(form: str, public: list[str], tmp_path: Path) -> None:
    path = tmp_path / f"votes.{form}"
    told("export_votes", "--stage", "rehearsal", "--output", str(path), *public)
    assert "It agrees." in told("recompute_leaderboard", "--stage", "rehearsal", "--votes", str(path))


@pytest.mark.usefixtures("published")
def test_a_file_with_another_vote_does_not(tmp_path: Path) -> None:
    path = tmp_path / "votes.jsonl"
    told("export_votes", "--stage", "rehearsal", "--output", str(path))
    path.write_text(path.read_text().replace('"winner":"model_a"', '"winner":"model_b"', 1))
    with pytest.raises(CommandError) as refused:
        told("recompute_leaderboard", "--stage", "rehearsal", "--votes", str(path))
    assert refused.value.returncode == 1
