"""The task that publishes: one pool's trouble stays that pool's."""

from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from arena import tasks
from arena.actions import board_desk
from arena.actions.folding import fold_votes
from arena.models import LeaderboardSnapshot, Pool
from arena.queries.leaderboard import latest_snapshot
from tests.arena_cast import make_pool, voted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rested(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pool rests from an earlier test, and nobody listens."""
    board_desk.desk_of.cache_clear()
    monkeypatch.setattr(tasks, "send_leaderboard", lambda *_: None)
    monkeypatch.setattr(tasks, "redis", lambda: None)


def ill(pool_ref: str) -> Callable[[str], int]:
    """Folding that fails for one pool."""

    def fold(ref: str) -> int:
        if ref == pool_ref:
            raise RuntimeError("ill")
        return fold_votes(ref)

    return fold


def test_a_pool_that_cannot_be_published_is_told_and_the_others_come_out(monkeypatch: pytest.MonkeyPatch) -> None:
    pools = sorted(make_pool(names=(f"Pine {number}", f"Maple {number}")) for number in range(3))
    for pool in pools:
        voted(pool)
    monkeypatch.setattr(tasks, "fold_votes", ill(pools[0]))
    with capture_logs() as logs, pytest.raises(tasks.BoardsMissing):
        tasks.publish_leaderboards()
    assert sorted(LeaderboardSnapshot.objects.values_list("pool__ref", flat=True)) == pools[1:]
    assert [(entry["event"], entry["pool"]) for entry in logs if entry["log_level"] == "error"] == [
        ("leaderboard_not_published", pools[0])
    ]


def test_a_pool_with_many_votes_rests_by_the_processor_time_that_its_board_took(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pool = make_pool()
    worked = iter([10.0, 10.0 + 3600])
    monkeypatch.setattr(board_desk.time, "thread_time", lambda: next(worked))
    for seed in range(2):
        voted(pool, seed=seed)
        tasks.publish_leaderboards()
    # The second vote is folded and waits for its board, four hours of processor time away.
    assert list(LeaderboardSnapshot.objects.values_list("votes", flat=True)) == [1]
    assert Pool.objects.get().folds == 2


@pytest.mark.parametrize("votes", [1, 7])
@pytest.mark.parametrize("min_votes", [1, 3])
def test_nothing_but_ties_makes_a_board(votes: int, min_votes: int) -> None:
    pool = make_pool(min_votes=min_votes)
    for seed in range(votes):
        voted(pool, outcome="tie", seed=seed)
    tasks.publish_leaderboards()
    found = latest_snapshot(pool)
    assert found is not None
    assert (found.number, found.votes) == (1, votes)
    assert {row.rating for row in found.rows if row.rated} <= {1000.0}
