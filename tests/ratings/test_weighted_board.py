"""The panel's board, weighted to the places of its strata."""

import numpy as np
import pytest

from arena.rules.ratings.rows import VoteRows
from arena.rules.ratings.slices import slices_of
from arena.rules.ratings.weighted_board import Panel, weighted_board
from tests.ratings.simulations import votes

YOUNG, OLD = ([0.6, 0.0, -0.6], [-0.6, 0.0, 0.6])
NAMES = ("old", "young")


def panel(old: int, young: int, seed: int) -> Panel:
    """Votes of ten voters in each stratum, who do not agree about anything."""
    rng = np.random.default_rng(seed)
    first, second = votes(OLD, old, rng, voters=10), votes(YOUNG, young, rng, voters=10)
    assert first.cluster is not None
    assert second.cluster is not None
    parts = [
        np.concatenate(pair) for pair in ((first.a, second.a), (first.b, second.b), (first.outcome, second.outcome))
    ]
    rows = VoteRows(first.entrants, *parts, np.concatenate([first.cluster, 10 + second.cluster]))
    return Panel(rows, np.repeat([0, 1], [old, young]), NAMES)


def rated(found: Panel, population: dict[str, float]) -> dict[str, tuple[float, float, float]]:
    board = weighted_board(found, population, min_votes=1, competing="abc", anchor=1000.0)
    assert board is not None
    return {row["entrant"]: (row["rating"], row["lower"], row["upper"]) for row in board["rows"]}


def test_weights_that_are_all_one_give_the_board_of_the_same_votes() -> None:
    same = panel(300, 300, seed=1)
    weighted = rated(same, {"old": 1, "young": 1})
    from_rows = rated(Panel(same.rows, same.stratum * 0, ("everyone",)), {"everyone": 1})
    assert np.array(list(weighted.values())) == pytest.approx(np.array(list(from_rows.values())))


def test_a_stratum_with_few_votes_and_most_seats_decides() -> None:
    found = panel(150, 1350, seed=2)
    for_the_old = rated(found, {"old": 90, "young": 10})
    as_cast = rated(found, {"old": 10, "young": 90})
    assert max(for_the_old, key=lambda name: for_the_old[name]) == "c"
    assert max(as_cast, key=lambda name: as_cast[name]) == "a"


def test_unequal_weights_are_published_and_widen_the_intervals() -> None:
    found = panel(150, 1350, seed=3)
    board = weighted_board(found, {"old": 50, "young": 50}, min_votes=1, competing="abc", anchor=1000.0)
    assert board is not None
    assert board["weights"] == pytest.approx({"old": 5.0, "young": 5 / 9})
    assert (board["votes"], board["effective_votes"]) == (1500, pytest.approx(540))
    uneven, even = (rated(found, seats) for seats in ({"old": 50, "young": 50}, {"old": 10, "young": 90}))
    assert all(uneven[name][2] - uneven[name][1] > even[name][2] - even[name][1] for name in "abc")


def board_of(seed: int) -> list[dict[str, float]]:
    """Each stratum has half of the seats, so their opposite tastes cancel; the old cast a fifth of the votes."""
    board = weighted_board(panel(200, 800, seed), {"old": 1, "young": 1}, min_votes=1, competing="abc", anchor=1000.0)
    assert board is not None
    rows: list[dict[str, float]] = board["rows"]
    return rows


@pytest.mark.parametrize("contests", [100, pytest.param(2000, marks=pytest.mark.slow)])
def test_weighted_intervals_hold(contests: int) -> None:
    held = [[row["lower"] <= 1000 <= row["upper"] for row in board_of(seed)] for seed in range(contests)]
    assert np.mean(held) >= 0.93


def test_a_stratum_that_nobody_voted_for_leaves_no_weighted_board() -> None:
    found = Panel(panel(20, 20, seed=4).rows, np.zeros(40, dtype=np.int64), NAMES)
    assert weighted_board(found, {"old": 1, "young": 1}, min_votes=1, competing="abc", anchor=1000.0) is None


def test_no_vote_is_in_the_weighted_slice_by_itself() -> None:
    assert "panel:weighted" not in slices_of(language="ko", topic="law", turns=1, voters="panel:weighted")
