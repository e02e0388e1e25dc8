"""The votes of a pool, followed from fold to fold: at any moment the same as all of them read anew."""

from collections.abc import Callable

import numpy as np
import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from arena.actions import board_desk, leaderboard
from arena.actions.folding import fold_votes
from arena.actions.leaderboard import publish_snapshot
from arena.actions.recomputing import recompute_snapshot
from arena.actions.voids import restore_votes, void_votes
from arena.actions.voters import merge_voters
from arena.actions.votes_at import FollowedVotes, VotesAt, changed_votes, votes_at
from arena.models import Battle, LeaderboardSnapshot, Pool, Tally, Vote
from arena.queries.pools import pools_to_publish
from tests.arena_cast import NOW, make_pool, voted
from tests.console.crowd import crowd

pytestmark = pytest.mark.django_db
LOOKS = [[400.0, 0.0, 2.0, 1.0], [300.0, 1.0, 0.0, 3.0]]


def cast(pool: str, seeds: range) -> list[str]:
    """Votes of five voters, some with the looks of their answers; their receipts."""
    for seed in seeds:
        voted(pool, voter=f"v{seed % 5}", outcome=("a_better", "b_better", "tie", "both_bad")[seed % 4], seed=seed)
    newest = Vote.objects.order_by("-pk")[: len(seeds)]
    Battle.objects.filter(pk__in=[vote.battle_id for vote in newest if vote.pk % 3]).update(style=LOOKS)
    return [vote.receipt_ref for vote in reversed(newest)]


def content(votes: VotesAt) -> tuple[object, ...]:
    """All that can be told from them, whatever numbers voters and entrants were given."""
    counted = votes.counted
    names = np.array(counted.rows.entrants)
    rows = zip(names[counted.rows.a], names[counted.rows.b], counted.rows.outcome, counted.kind, strict=True)
    said = [(str(a), str(b), int(outcome), counted.kinds[kind]) for a, b, outcome, kind in rows]
    assert counted.rows.cluster is not None
    first = {cluster: number for number, cluster in reversed(list(enumerate(counted.rows.cluster.tolist())))}
    clusters = [first[cluster] for cluster in counted.rows.cluster.tolist()]
    return said, clusters, np.nan_to_num(counted.style, nan=-1).tolist(), votes.void


def test_followed_votes_are_those_that_all_would_be_read_as() -> None:
    pool = Pool.objects.get(ref=make_pool(names=("Pine", "Maple", "Oak")))
    followed = FollowedVotes()
    receipts: list[str] = []

    def more() -> None:
        receipts.extend(cast(pool.ref, range(len(receipts), len(receipts) + 7)))

    def void() -> None:
        void_votes(receipts[1:4] + receipts[-2:], "burst", NOW)

    def void_before_any_fold() -> None:
        more()
        void_votes(receipts[-3:], "burst", NOW)

    def undo() -> None:
        restore_votes(receipts[1:3])

    def void_and_undo_between_two_folds() -> None:
        void_votes(receipts[8:9], "burst", NOW)
        restore_votes(receipts[8:9])
        more()

    def sign_in() -> None:
        merge_voters("v1", "v0")

    def sign_in_and_vote() -> None:
        merge_voters("v2", "v0")
        more()

    steps: list[Callable[[], object]] = [
        *(more, void, more, undo, void_before_any_fold, void_and_undo_between_two_folds),
        *(sign_in, sign_in_and_vote),
    ]
    for step in steps:
        step()
        fold_votes(pool.ref)
        pool.refresh_from_db()
        assert content(followed.at(pool, pool.folds)) == content(votes_at(pool, pool.folds)), step.__name__


def test_a_board_follows_when_somebody_signs_in_and_brings_votes_along() -> None:
    pool = make_pool(min_votes=3)
    followed = FollowedVotes()
    cast(pool, range(20))
    fold_votes(pool)
    publish_snapshot(pool, NOW, followed)
    assert merge_voters("v1", "v0").votes == 4
    assert pools_to_publish() == [pool]
    publish_snapshot(pool, NOW, followed)
    boards = LeaderboardSnapshot.objects.order_by("number")
    assert [board.details["voters"] for board in boards] == [5, 4]
    assert recompute_snapshot(boards[1].ref).agrees
    assert merge_voters("nobody", "v0").votes == 0
    assert pools_to_publish() == []


def test_votes_can_be_followed_while_later_folds_change_them() -> None:
    pool = Pool.objects.get(ref=make_pool())
    receipts = cast(pool.ref, range(10))
    fold_votes(pool.ref)
    void_votes(receipts[:4], "burst", NOW)
    fold_votes(pool.ref)
    restore_votes(receipts[:2])
    cast(pool.ref, range(10, 15))
    fold_votes(pool.ref)
    followed = FollowedVotes()
    found = [followed.at(pool, watermark) for watermark in (1, 2, 3)]
    assert [(len(at.counted), at.void) for at in found] == [(10, 0), (6, 4), (13, 2)]
    assert [content(at) for at in found] == [content(votes_at(pool, watermark)) for watermark in (1, 2, 3)]
    assert content(followed.at(pool, 1)) == content(found[0]), "Nor are they lost to whoever looks back."


def test_a_board_reads_the_votes_that_came_since_the_last_one_and_no_others() -> None:
    pool = make_pool()
    followed = FollowedVotes()
    cast(pool, range(20))
    fold_votes(pool)
    publish_snapshot(pool, NOW, followed)
    cast(pool, range(20, 23))
    fold_votes(pool)
    at = Pool.objects.get(ref=pool)
    assert changed_votes(at, 1).count() == 3
    assert publish_snapshot(pool, NOW, followed) == 2
    newest = LeaderboardSnapshot.objects.latest("number")
    assert newest.votes == 23
    assert recompute_snapshot(newest.ref).agrees


def test_one_pools_folds_say_nothing_of_anothers_votes() -> None:
    one, other = (Pool.objects.get(ref=make_pool(names=(f"Pine {n}", f"Maple {n}"))) for n in range(2))
    for seed in range(6):
        cast(one.ref, range(seed * 5, seed * 5 + 5))
        fold_votes(one.ref)
    cast(other.ref, range(100, 103))
    fold_votes(other.ref)
    one.refresh_from_db()
    assert len(votes_at(one, one.folds).counted) == 30
    assert changed_votes(one, 5).count() == 5


def test_a_desk_whose_votes_are_not_those_of_the_database_reads_all_of_them_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pool = make_pool()
    monkeypatch.setattr(board_desk, "RESTS", 0)
    desk = board_desk.BoardDesk(pool)
    cast(pool, range(10))
    fold_votes(pool)
    assert desk.publish(NOW) == 1
    # As if a backup had been brought back under a running worker.
    Vote.objects.update(outcome="tie")
    Tally.objects.update(ties=F("ties") + F("a_wins") + F("b_wins") + F("both_bads"), a_wins=0, b_wins=0, both_bads=0)
    cast(pool, range(10, 12))
    fold_votes(pool)
    with pytest.raises(ValueError, match="not those that the tallies count"):
        desk.publish(NOW)
    assert desk.publish(NOW) == 2


def test_only_one_thread_makes_a_pools_board(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = make_pool()
    cast(pool, range(5))
    fold_votes(pool)
    desk = board_desk.BoardDesk(pool)
    meanwhile: list[int | None] = []
    rate = leaderboard.report

    def rate_while_another_comes(*what: object) -> object:
        meanwhile.append(desk.publish(NOW))
        return rate(*what)  # type: ignore[arg-type]

    monkeypatch.setattr(leaderboard, "report", rate_while_another_comes)
    assert desk.publish(NOW) == 1
    assert meanwhile == [None]


def test_nothing_is_read_of_the_votes_when_nothing_was_folded() -> None:
    pool = make_pool()
    cast(pool, range(5))
    fold_votes(pool)
    followed = FollowedVotes()
    publish_snapshot(pool, NOW, followed)
    with CaptureQueriesContext(connection) as queries:
        assert publish_snapshot(pool, NOW, followed) is None
    assert not any("arena_vote" in query["sql"] for query in queries)


def test_what_changed_is_found_without_reading_every_vote() -> None:
    ref = make_pool()
    crowd(ref, 5000, NOW.isoformat())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE arena_vote SET fold = 1 + id % 1000, void_fold = NULL")
        cursor.execute("UPDATE arena_pool SET folds = 1000")
        cursor.execute("ANALYZE arena_vote, arena_battle")
    pool = Pool.objects.get(ref=ref)
    assert 0 < changed_votes(pool, 998).count() <= 10
    plan = changed_votes(pool, 998).explain()
    assert "votes_by_fold" in plan, plan
    assert "Seq Scan on arena_vote" not in plan, plan
