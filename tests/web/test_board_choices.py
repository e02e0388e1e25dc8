"""Parts of the votes, equal style, and when the public sees a new board."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from arena.actions.folding import fold_votes
from arena.actions.leaderboard import publish_snapshot
from arena.models import Battle, LeaderboardSnapshot, Pool, Vote
from contest.actions.rehearsal import seed_rehearsal
from contest.models import Stage
from contest.rules.stages_release import KOREA
from contest.rules.stages_terms import Release
from contest.web import board_page
from tests.kept_rows import kept
from tests.web.conftest import ADDRESSES

pytestmark = pytest.mark.django_db
PARTS = {"topic:farming": 150, "language:en": 100, "turns:more": 50, "voters:expert": 200}


@pytest.fixture
def board() -> LeaderboardSnapshot:
    """600 simulated votes, of which PARTS are of another topic, language, depth and group; answers differ in looks."""
    kept("a board of parts", publish_parts)
    return LeaderboardSnapshot.objects.get()


def publish_parts() -> None:
    now = datetime.now(UTC)
    seed_rehearsal(ADDRESSES, now)
    rng = random.Random(7)
    battles = list(Battle.objects.order_by("pk"))
    for number, battle in enumerate(battles):
        battle.topic = "farming" if number < PARTS["topic:farming"] else "law"
        battle.language = "en" if number < PARTS["language:en"] else "ko"
        battle.turn_count = 2 if number < PARTS["turns:more"] else 1
        battle.style = [[rng.randrange(100, 900), 0, rng.randrange(4), rng.randrange(6)] for _side in "ab"]
    Battle.objects.bulk_update(battles, ["topic", "language", "turn_count", "style"])
    experts = [battle.pk for battle in battles[: PARTS["voters:expert"]]]
    Vote.objects.filter(battle__in=experts).update(voter_group="expert")
    pool = Pool.objects.get()
    fold_votes(pool.ref)
    publish_snapshot(pool.ref, now - timedelta(hours=1))


def page(address: str) -> str:
    return Client().get(address).content.decode()


@pytest.mark.usefixtures("board")
def test_every_part_of_the_votes_can_be_chosen_and_shows_its_votes_alone() -> None:
    whole = page("/leaderboard/")
    for part, votes in PARTS.items():
        assert f'value="{part}"' in whole
        shown = page(f"/leaderboard/?slice={part}")
        assert f"투표 {votes}개" in shown
        assert f'value="{part}" selected' in shown
        assert "투표만 세면" in shown
        # How sure the whole board is says nothing of a part.
        assert 'data-testid="neighbours"' not in shown


def test_at_equal_style_ratings_are_those_of_the_snapshot_and_say_so(board: LeaderboardSnapshot) -> None:
    shown = page("/leaderboard/?look=controlled")
    assert "답변의 길이와 꾸밈을 같게 놓으면" in shown
    for place in board.details["style"]["places"].values():
        assert f"<strong>{place['rating']:.0f}</strong>" in shown
    raw = page("/leaderboard/")
    assert all(f"<strong>{row['rating']:.0f}</strong>" in raw for row in board.rows)
    assert raw != shown


def test_files_hold_the_chosen_part(board: LeaderboardSnapshot) -> None:
    for query, votes in (("slice=language:en", 100), ("look=controlled", 600)):
        told = Client().get(f"/leaderboard/{board.ref}/board.json?{query}").json()
        assert sum(row["votes"] for row in told["entrants"]) == 2 * votes
    assert told["look"] == "controlled"
    places = board.details["style"]["places"]
    assert {row["entrant"]: row["rating"] for row in told["entrants"]} == {
        entrant: place["rating"] for entrant, place in places.items()
    }


@pytest.mark.usefixtures("board")
def test_the_playful_elo_stands_apart_and_says_that_it_is_a_toy() -> None:
    toy = page("/leaderboard/").partition('data-testid="toy"')[2].partition("</aside>")[0]
    assert "장난감" in toy
    assert "순위에는 쓰지 않아요" in toy
    assert "<strong>" in toy


@pytest.mark.parametrize(
    ("release", "seen_from"),
    [(Release.HOURLY, datetime(2026, 3, 2, 15, tzinfo=KOREA)), (Release.DAILY, datetime(2026, 3, 3, 0, tzinfo=KOREA))],
)
def test_a_delayed_board_waits_for_its_hour_or_day_in_korea(
    monkeypatch: pytest.MonkeyPatch, release: Release, seen_from: datetime
) -> None:
    half_past_two = datetime(2026, 3, 2, 14, 30, tzinfo=KOREA)
    seed_rehearsal(ADDRESSES, half_past_two)
    Stage.objects.update(release=release)
    fold_votes(Pool.objects.get().ref)
    publish_snapshot(Pool.objects.get().ref, half_past_two)
    clock = iter([seen_from - timedelta(minutes=1), seen_from + timedelta(minutes=1)])

    class Then(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return next(clock).astimezone(UTC)

    monkeypatch.setattr(board_page, "datetime", Then)
    before = page("/leaderboard/board/")
    after = page("/leaderboard/board/?n=1")
    assert 'data-testid="no-board"' in before
    assert 'data-number="1"' in after


@pytest.mark.usefixtures("board")
@pytest.mark.parametrize("release", list(Release))
def test_only_a_board_that_is_released_at_once_follows_votes_live(release: Release) -> None:
    Stage.objects.update(release=release)
    shown = page("/leaderboard/")
    assert ("data-live=" in shown) == (release is Release.AT_ONCE)
    assert ("다음 순위표는" in shown) == (release in {Release.HOURLY, Release.DAILY})
