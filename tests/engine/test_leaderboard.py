"""Votes become tallies, each once, and tallies become snapshots."""

import pytest

from arena.actions.folding import fold_votes, read_tallies, tallies_digest
from arena.actions.leaderboard import publish_snapshot
from arena.models import LeaderboardSnapshot, Pool, Tally, Vote
from arena.queries.leaderboard import latest_snapshot
from arena.queries.pools import pools_to_publish
from tests.arena_cast import NOW, make_pool, voted

pytestmark = pytest.mark.django_db


def counted() -> int:
    return sum(row.a_wins + row.b_wins + row.ties + row.both_bads for row in Tally.objects.filter(slice="all"))


def test_a_vote_for_the_left_side_counts_for_the_entrant_that_stood_there() -> None:
    pool = make_pool(names=("Pine", "Maple"))
    for seed in range(4):
        voted(pool, outcome="a_better", seed=seed)
    fold_votes(pool)
    tally = Tally.objects.get(slice="all")
    # Two entrants, two ordered pairs, each met twice: the left side won each time.
    assert (tally.a_wins, tally.b_wins) == (2, 2)


@pytest.mark.parametrize(("outcome", "column"), [("tie", "ties"), ("both_bad", "both_bads")])
def test_both_kinds_of_tie_are_kept_apart(outcome: str, column: str) -> None:
    pool = make_pool()
    voted(pool, outcome=outcome)
    fold_votes(pool)
    assert getattr(Tally.objects.get(slice="all"), column) == 1


def test_folding_twice_counts_once() -> None:
    pool = make_pool()
    for seed in range(7):
        voted(pool, seed=seed)
    assert (fold_votes(pool), fold_votes(pool)) == (7, 0)
    assert counted() == 7


def test_a_fold_that_crashes_counts_nothing_and_the_next_counts_all(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = make_pool()
    voted(pool)

    def crash(*_args: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr("arena.actions.folding._steps", crash)
        with pytest.raises(RuntimeError):
            fold_votes(pool)
    assert (counted(), Vote.objects.filter(fold=None).count()) == (0, 1)
    assert fold_votes(pool) == 1


def test_only_pools_with_new_votes_are_published() -> None:
    pool = make_pool()
    assert pools_to_publish() == []
    voted(pool)
    assert pools_to_publish() == [pool]
    fold_votes(pool)
    assert pools_to_publish() == [pool]
    publish_snapshot(pool, NOW)
    assert pools_to_publish() == []


def test_a_snapshot_says_what_it_was_made_from() -> None:
    pool = make_pool()
    voted(pool)
    fold_votes(pool)
    assert publish_snapshot(pool, NOW) == 1
    snapshot = LeaderboardSnapshot.objects.get()
    assert (snapshot.votes, snapshot.watermark) == (1, 1)
    assert snapshot.tallies_sha256 == tallies_digest(read_tallies(Pool.objects.get()))


def test_without_news_no_snapshot_is_published() -> None:
    pool = make_pool()
    voted(pool)
    fold_votes(pool)
    publish_snapshot(pool, NOW)
    assert publish_snapshot(pool, NOW) is None


def test_everybody_is_listed_and_entrants_with_too_few_votes_are_not_rated() -> None:
    pool = make_pool(min_votes=100)
    voted(pool)
    fold_votes(pool)
    publish_snapshot(pool, NOW)
    found = latest_snapshot(pool)
    assert found is not None
    assert len(found.rows) == 5
    assert not any(row.rated for row in found.rows)


def test_forty_votes_rate_all_five() -> None:
    pool = make_pool(min_votes=5)
    for seed in range(40):
        voted(pool, outcome=("a_better", "b_better", "tie", "both_bad")[seed % 4], seed=seed)
    fold_votes(pool)
    publish_snapshot(pool, NOW)
    found = latest_snapshot(pool)
    assert found is not None
    assert all(row.rated for row in found.rows)
