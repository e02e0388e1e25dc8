"""Snapshots: rated while everything else goes on, never changed, and computed again down to the last detail."""

import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from arena.actions import leaderboard
from arena.actions.folding import fold_votes
from arena.actions.leaderboard import publish_snapshot
from arena.actions.pools import set_population
from arena.actions.recomputing import recompute_snapshot
from arena.actions.voids import restore_votes, void_votes
from arena.models import Battle, LeaderboardSnapshot, Pool, Vote
from arena.rules.ratings.counted import CountedVotes
from arena.rules.ratings.report import Question, Report
from arena.rules.ratings.tally import PairTally
from tests.arena_cast import JUNHO, MINJI, NOW, make_pool, voted

OUTCOMES = ("a_better", "b_better", "tie", "both_bad", "a_better")
Rating = Callable[[Mapping[str, Sequence[PairTally]], CountedVotes, Question], Report]


def cast(pool: str, count: int) -> list[str]:
    """Votes of two voters; their receipts."""
    for seed in range(count):
        voted(pool, voter=(MINJI, JUNHO)[seed % 2], outcome=OUTCOMES[seed % 5], seed=seed)
    return list(Vote.objects.order_by("pk").values_list("receipt_ref", flat=True))


def publish(pool: str) -> LeaderboardSnapshot:
    fold_votes(pool)
    publish_snapshot(pool, NOW)
    return LeaderboardSnapshot.objects.latest("number")


def meanwhile(act: Callable[[], object]) -> Rating:
    """Rating during which something else happens, once, on a connection of its own."""
    waiting = [act]

    def do() -> None:
        try:
            waiting.pop()()
        finally:
            connection.close()

    def report(tallies: Mapping[str, Sequence[PairTally]], votes: CountedVotes, question: Question) -> Report:
        if waiting:
            thread = threading.Thread(target=do)
            thread.start()
            thread.join(timeout=30)
            assert not thread.is_alive(), "It waits for the rating to end."
        return real(tallies, votes, question)

    real = leaderboard.report
    return report


@pytest.mark.django_db(transaction=True)
def test_battles_are_drawn_and_votes_folded_while_a_board_is_rated(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = make_pool(min_votes=3)
    receipts = cast(pool, 20)
    fold_votes(pool)

    def go_on() -> None:
        voted(pool, seed=99)
        void_votes(receipts[:2], "burst", NOW)
        assert fold_votes(pool) == 3

    monkeypatch.setattr(leaderboard, "report", meanwhile(go_on))
    assert publish_snapshot(pool, NOW) == 1
    first = LeaderboardSnapshot.objects.get()
    assert (first.watermark, first.votes, first.void_votes, Pool.objects.get().folds) == (1, 20, 0, 2)
    second = publish(pool)
    assert (second.watermark, second.votes, second.void_votes) == (2, 19, 2)
    again = [recompute_snapshot(snapshot.ref) for snapshot in (first, second)]
    assert [(found.problems, found.agrees) for found in again] == [((), True)] * 2


@pytest.mark.django_db(transaction=True)
def test_a_board_that_was_overtaken_while_it_was_rated_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = make_pool(min_votes=3)
    cast(pool, 10)
    fold_votes(pool)

    def overtake() -> None:
        voted(pool, seed=99)
        assert publish(pool).watermark == 2

    monkeypatch.setattr(leaderboard, "report", meanwhile(overtake))
    assert publish_snapshot(pool, NOW) is None
    assert list(LeaderboardSnapshot.objects.values_list("number", "watermark")) == [(1, 2)]


@pytest.mark.django_db
def test_void_votes_are_those_that_the_folds_had_seen() -> None:
    pool = make_pool(min_votes=3)
    receipts = cast(pool, 20)
    void_votes(receipts[:3], "before any fold", NOW)
    first = publish(pool)
    void_votes(receipts[3:5], "after the watermark", NOW)
    unfolded = recompute_snapshot(first.ref)
    second = publish(pool)
    restore_votes(receipts[2:4])
    third = publish(pool)
    assert [(board.votes, board.void_votes) for board in (first, second, third)] == [(17, 3), (15, 5), (17, 3)]
    again = [unfolded, *(recompute_snapshot(board.ref) for board in (first, second, third))]
    assert [found.problems for found in again] == [()] * 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "where"),
    [({"topic": "cooking"}, "slices/topic:cooking"), ({"language": "en"}, "slices/language:en")],
)
def test_a_slice_that_the_votes_do_not_give_is_noticed(change: dict[str, str], where: str) -> None:
    pool = make_pool(min_votes=3)
    cast(pool, 30)
    board = publish(pool)
    Battle.objects.filter(pk=Battle.objects.earliest("pk").pk).update(**change)
    found = recompute_snapshot(board.ref)
    assert not found.agrees
    assert any(problem.startswith(where) for problem in found.problems)
    assert not any(problem.startswith("rows") for problem in found.problems)


@pytest.mark.django_db
def test_exposure_that_the_votes_do_not_give_is_noticed() -> None:
    pool = make_pool(min_votes=3)
    cast(pool, 30)
    board = publish(pool)
    first = Battle.objects.earliest("pk")
    sides = {"entrant_a": first.entrant_b, "entrant_b": first.entrant_a}
    Battle.objects.filter(pk=first.pk).update(**sides)
    assert any(problem.startswith("met/") for problem in recompute_snapshot(board.ref).problems)


@pytest.mark.django_db
def test_the_panel_is_weighted_to_its_seats_and_the_weights_are_published() -> None:
    pool = make_pool(min_votes=3)
    set_population(pool, {"seoul": 1, "other": 3})
    cast(pool, 40)
    Vote.objects.filter(voter_ref=MINJI).update(voter_group="seoul")
    Vote.objects.filter(voter_ref=JUNHO).update(voter_group="other")
    board = publish(pool)
    assert board.details["population"] == {"seoul": 1, "other": 3}
    weighted = board.details["slices"]["panel:weighted"]
    assert weighted["weights"] == pytest.approx({"seoul": 0.5, "other": 1.5})
    assert (weighted["votes"], weighted["effective_votes"]) == (40, pytest.approx(32))
    assert recompute_snapshot(board.ref).problems == ()


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["save", "update", "delete", "delete_all", "sql"])
def test_the_database_refuses_to_change_a_snapshot(act: str) -> None:
    pool = make_pool(min_votes=3)
    cast(pool, 10)
    board = publish(pool)
    acts: dict[str, Callable[[], object]] = {
        "save": board.save,
        "update": lambda: LeaderboardSnapshot.objects.update(votes=99),
        "delete": board.delete,
        "delete_all": LeaderboardSnapshot.objects.all().delete,
        "sql": lambda: connection.cursor().execute("UPDATE arena_leaderboardsnapshot SET rows = '[]'"),
    }
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        acts[act]()
    assert LeaderboardSnapshot.objects.get().votes == 10


@pytest.mark.parametrize(
    "act", ["UPDATE arena_leaderboardsnapshot SET votes = 9", "DELETE FROM arena_leaderboardsnapshot"]
)
def test_so_does_the_database_of_one_file(act: str) -> None:
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE arena_leaderboardsnapshot (votes integer)")
        database.execute("INSERT INTO arena_leaderboardsnapshot VALUES (1)")
        for statement in import_module("arena.migrations.0009_fixed_snapshots").SQLITE:
            database.execute(statement)
        with pytest.raises(sqlite3.IntegrityError, match="never changed or deleted"):
            database.execute(act)
    database.close()
