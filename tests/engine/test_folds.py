"""Slices, voids and their undoing: the tallies follow, each vote once, and every snapshot can be computed again."""

import random

import pytest

from arena.actions.folding import fold_votes, read_tallies
from arena.actions.leaderboard import publish_snapshot
from arena.actions.recomputing import recompute_snapshot
from arena.actions.voids import restore_votes, void_votes
from arena.models import Battle, LeaderboardSnapshot, Pool, Tally, Vote
from tests.arena_cast import JUNHO, MINJI, NOW, make_pool, voted

pytestmark = pytest.mark.django_db
OUTCOMES = ("a_better", "b_better", "tie", "both_bad", "a_better")


def cast(pool: str, count: int) -> list[str]:
    """Votes of two voters; their receipts."""
    for seed in range(count):
        voted(pool, voter=(MINJI, JUNHO)[seed % 2], outcome=OUTCOMES[seed % 5], seed=seed)
    return list(Vote.objects.order_by("pk").values_list("receipt_ref", flat=True))


def publish(pool: str) -> str:
    fold_votes(pool)
    publish_snapshot(pool, NOW)
    return LeaderboardSnapshot.objects.latest("number").ref


def counted(name: str = "all") -> int:
    return sum(tally.votes for tally in read_tallies(Pool.objects.get(), name))


def test_each_vote_is_in_the_slices_it_belongs_to() -> None:
    pool = make_pool()
    cast(pool, 6)
    fold_votes(pool)
    assert {name: counted(name) for name in Tally.objects.values_list("slice", flat=True)} == {
        "all": 6,
        "language:ko": 6,
        "topic:farming": 6,
        "turns:1": 6,
        "voters:open": 6,
    }


def test_a_voided_vote_leaves_every_tally_and_comes_back_when_the_void_is_undone() -> None:
    pool = make_pool()
    receipts = cast(pool, 6)
    fold_votes(pool)
    before = read_tallies(Pool.objects.get())
    void_votes(receipts[:2], "burst", NOW)
    assert (fold_votes(pool), fold_votes(pool), counted(), counted("turns:1")) == (2, 0, 4, 4)
    restore_votes(receipts[:2])
    assert (fold_votes(pool), fold_votes(pool)) == (2, 0)
    assert read_tallies(Pool.objects.get()) == before


def test_a_vote_voided_before_it_was_counted_is_never_in_a_tally() -> None:
    pool = make_pool()
    void_votes(cast(pool, 1), "burst", NOW)
    assert (fold_votes(pool), counted()) == (0, 0)


def test_a_void_undone_before_the_fold_changes_nothing() -> None:
    pool = make_pool()
    receipts = cast(pool, 2)
    fold_votes(pool)
    void_votes(receipts, "burst", NOW)
    restore_votes(receipts)
    assert (fold_votes(pool), counted()) == (0, 2)


def test_every_snapshot_can_be_computed_again_also_after_voids_and_their_undoing() -> None:
    pool = make_pool(min_votes=3)
    receipts = cast(pool, 30)
    first = publish(pool)
    void_votes(receipts[:5], "burst", NOW)
    second = publish(pool)
    restore_votes(receipts[:3])
    third = publish(pool)
    again = [recompute_snapshot(ref) for ref in (first, second, third)]
    assert [(found.problems, found.agrees) for found in again] == [((), True)] * 3
    assert list(LeaderboardSnapshot.objects.order_by("number").values_list("votes", flat=True)) == [30, 25, 28]


def test_a_snapshot_that_the_votes_do_not_give_is_noticed() -> None:
    pool = make_pool(min_votes=3)
    cast(pool, 30)
    ref = publish(pool)
    Vote.objects.filter(outcome="tie").update(outcome="a_better")
    found = recompute_snapshot(ref)
    assert not found.agrees
    assert "The votes add up to other tallies." in found.problems
    assert found.difference > 1


def test_a_snapshot_says_how_sure_it_is() -> None:
    pool = make_pool(min_votes=3)
    cast(pool, 40)
    publish(pool)
    details = LeaderboardSnapshot.objects.get().details
    assert sum(details["last"].values()) == pytest.approx(1)
    assert len(details["neighbours"]) == 4
    assert {"slices", "tallies", "position", "sides", "tie_rules", "style"} <= details.keys()
    assert details["slices"]["language:ko"]["votes"] == 40
    # Forty draws over twenty ordered pairs.
    assert [count for _a, _b, count in details["met"]] == [2] * 20


def test_ratings_at_equal_style_stand_beside_the_raw_ones() -> None:
    pool = make_pool(min_votes=3)
    cast(pool, 60)
    rng = random.Random(1)
    for battle in Battle.objects.all():
        battle.style = [[rng.randrange(100, 900), 0, rng.randrange(4), rng.randrange(6)] for _side in "ab"]
        battle.save()
    publish(pool)
    style = LeaderboardSnapshot.objects.get().details["style"]
    # No answer has a header, so headers tell nothing.
    assert [found["feature"] for found in style["coefficients"]] == ["length", "bold", "lists"]
    assert style["votes"] == 60
    assert len(style["places"]) == 5
