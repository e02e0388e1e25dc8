"""The leaderboard's choices, files, permanent addresses, and what is kept back."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from arena.actions.folding import fold_votes
from arena.actions.leaderboard import publish_snapshot
from arena.models import Battle, LeaderboardSnapshot, Pool
from contest.actions.rehearsal import seed_rehearsal
from contest.models import Stage
from contest.rules.stages import StageState
from contest.rules.stages_terms import Release
from tests.kept_rows import kept
from tests.web.conftest import ADDRESSES

pytestmark = pytest.mark.django_db


def published(ago: timedelta) -> LeaderboardSnapshot:
    """The rehearsal's 600 simulated votes, 100 of them in English, rated and published so long ago."""
    kept(f"a board of {ago} ago", lambda: publish(ago))
    return LeaderboardSnapshot.objects.get()


def publish(ago: timedelta) -> None:
    now = datetime.now(UTC)
    seed_rehearsal(ADDRESSES, now)
    english = Battle.objects.order_by("pk").values("pk")[:100]
    Battle.objects.filter(pk__in=english).update(language="en")
    pool = Pool.objects.get()
    fold_votes(pool.ref)
    publish_snapshot(pool.ref, now - ago)


@pytest.fixture
def board() -> LeaderboardSnapshot:
    """Published an hour ago."""
    return published(timedelta(hours=1))


def page(address: str) -> str:
    return str(Client().get(address).content.decode())


@pytest.mark.usefixtures("board")
def test_the_board_says_how_sure_it_is() -> None:
    shown = page("/leaderboard/")
    for part in ("neighbours", "last", "matrix", "checks", "toy"):
        assert f'data-testid="{part}"' in shown


@pytest.mark.usefixtures("board")
def test_a_slice_shows_the_votes_in_it_alone() -> None:
    assert "투표 600개" in page("/leaderboard/")
    assert "투표 100개" in page("/leaderboard/?slice=language:en")


@pytest.mark.usefixtures("board")
@pytest.mark.parametrize("query", ["slice=topic:nothing", "look=pretty", "slice=%00", "n=x"])
def test_a_choice_that_is_not_there_shows_the_whole_board(query: str) -> None:
    assert "투표 600개" in page(f"/leaderboard/?{query}")


def test_a_snapshot_has_an_address_for_ever(board: LeaderboardSnapshot) -> None:
    publish = Pool.objects.get()
    Pool.objects.update(folds=publish.folds + 1)
    publish_snapshot(publish.ref, datetime.now(UTC))
    assert f'data-number="{board.number}"' in page(f"/leaderboard/{board.ref}/")
    assert f'data-number="{board.number + 1}"' in page("/leaderboard/")


def test_the_shown_board_can_be_downloaded(board: LeaderboardSnapshot) -> None:
    table = Client().get(f"/leaderboard/{board.ref}/board.csv")
    lines = table.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("rank,rank_low,rank_high,team,entrant,rating")
    assert 'filename="leaderboard-rehearsal-' in table["Content-Disposition"]
    assert all(line.endswith(",rehearsal") for line in lines[1:])
    assert len(lines) == 6
    told = json.loads(Client().get(f"/leaderboard/{board.ref}/board.json").content)
    assert told["stage_kind"] == "rehearsal"
    assert told["tallies_sha256"] == board.tallies_sha256
    assert [row["rating"] for row in told["entrants"]] == [row["rating"] for row in board.rows]


def test_a_sealed_stage_shows_no_board_by_any_address_until_it_is_closed(board: LeaderboardSnapshot) -> None:
    Stage.objects.update(release=Release.AT_CLOSE)
    assert 'data-testid="sealed"' in page("/leaderboard/")
    for address in (f"/leaderboard/{board.ref}/", f"/leaderboard/{board.ref}/board.json"):
        assert Client().get(address).status_code == 404
    Stage.objects.update(state=StageState.CLOSED)
    assert Client().get(f"/leaderboard/{board.ref}/").status_code == 200


def test_a_delayed_board_is_kept_back_on_its_day() -> None:
    published(timedelta())
    Stage.objects.update(release=Release.DAILY)
    assert 'data-testid="no-board"' in page("/leaderboard/")


def test_a_delayed_board_comes_with_the_next_day() -> None:
    board = published(timedelta(days=1))
    Stage.objects.update(release=Release.DAILY)
    assert f'data-number="{board.number}"' in page("/leaderboard/board/?n=9")


@pytest.mark.usefixtures("board")
def test_a_rehearsal_says_what_it_is_in_title_heading_and_the_names_of_its_files() -> None:
    shown = page("/leaderboard/")
    assert "<title>순위표 · [리허설]" in shown
    assert '<strong class="tag">리허설</strong>' in shown
    assert 'data-picture="leaderboard-rehearsal-' in shown


@pytest.mark.parametrize("address", ["/leaderboard/", "/leaderboard/{ref}/"])
def test_the_other_language_shows_the_same_board(board: LeaderboardSnapshot, address: str) -> None:
    asked = address.format(ref=board.ref)
    shown = page(f"{asked}?slice=language:en")
    assert f"/language/en/?next={asked}%3Fslice%3Dlanguage%253Aen" in shown


def test_pages_that_are_made_once_for_all_say_who_runs_the_contest(board: LeaderboardSnapshot, settings: Any) -> None:
    settings.OPERATOR = {"ko": "운영 사무국", "en": "The office"}
    assert "운영 사무국" in page("/leaderboard/")
    assert "운영 사무국" in page(f"/leaderboard/{board.ref}/")


def test_an_unknown_snapshot_is_not_there() -> None:
    assert Client().get("/leaderboard/nothing/").status_code == 404
