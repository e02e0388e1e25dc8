"""The score test with tastes: its arithmetic, and that varied tastes cost nobody their vote."""

import numpy as np
import pytest

from arena.rules.integrity.leaning import add_up, holm, standard_scores, taste, two_sided
from arena.rules.integrity.targeting import entrant_leans, voter_taste, voters_who_target
from benchmarks.attacks.population import Variety
from tests.integrity.crowds import chance, contest, names


def test_leans_of_all_votes_add_up_to_nothing() -> None:
    leans = entrant_leans(contest(1).rows)
    sums = np.bincount(leans.toward, leans.lean, leans.directions)
    # The prior's virtual ties are all that is left.
    assert np.abs(sums).max() < 2


def test_sums_are_those_of_the_votes() -> None:
    crowd = contest(2, 500)
    leans = entrant_leans(crowd.rows)
    sums = add_up(leans, crowd.network, crowd.voter)
    one = int(crowd.network[0])
    mine = (crowd.network[leans.vote] == one) & (leans.toward == 3)
    assert sums.lean[one, 3] == pytest.approx(leans.lean[mine].sum())
    assert sums.units[one, 3] == len(np.unique(crowd.voter[leans.vote[mine]]))
    by_voter = np.bincount(crowd.voter[leans.vote[mine]], leans.lean[mine])
    assert sums.inner_lean2[one, 3] == pytest.approx((by_voter**2).sum())


@pytest.mark.parametrize("strength", [0.0, 0.4, 0.8])
def test_the_variety_of_tastes_is_measured(strength: float) -> None:
    crowd = contest(3, 20_000, Variety(taste=strength, group_taste=0.0, ties=0.01, side=0.0))
    _, varied = voter_taste(entrant_leans(crowd.rows), crowd.voter)
    # Tastes are relative to those of the other entrants, and a few fans' are bounded by what a vote can say.
    assert float(np.sqrt(np.median(varied))) == pytest.approx(strength, abs=0.15)


def test_a_plain_test_would_accuse_honest_people_and_ours_does_not() -> None:
    crowd = contest(4, 20_000)
    leans = entrant_leans(crowd.rows)
    sums, varied = voter_taste(leans, crowd.voter)
    busy = sums.information > 6
    plain = two_sided(standard_scores(sums, 0.0, np.zeros_like(varied)))[busy]
    ours = two_sided(standard_scores(sums, 0.0, varied))[busy]
    assert (plain < 0.05).mean() > 0.07
    assert (ours < 0.05).mean() < 0.05


def test_honest_fans_are_not_accused() -> None:
    crowds = [contest(seed, 10_000, Variety(taste=0.8)) for seed in range(10)]
    assert [one for crowd in crowds for one in voters_who_target(crowd.rows, crowd.voter, names(crowd), 0.01)] == []


def test_a_zealot_among_people_without_tastes_is_found() -> None:
    crowd = contest(5, 5_000, Variety(taste=0.05))
    busiest = int(np.bincount(crowd.voter).argmax())
    mine = crowd.voter == busiest
    outcome = crowd.rows.outcome.copy()
    outcome[mine & (crowd.rows.a == 2)] = 0
    outcome[mine & (crowd.rows.b == 2)] = 1
    rows = type(crowd.rows)(crowd.rows.entrants, crowd.rows.a, crowd.rows.b, outcome)
    (found,) = voters_who_target(rows, crowd.voter, names(crowd), 0.01)
    assert (found.subject, found.toward) == (f"voter=v{busiest}", "C")


def test_a_group_does_not_excuse_itself() -> None:
    crowd = contest(6)
    leans = entrant_leans(crowd.rows)
    sums = add_up(leans, crowd.network, crowd.voter)
    sums.lean[7] += 1_000
    shared = taste(sums, 100.0)
    assert shared[7] < 1 < shared[8]


def test_holm_gives_the_least_chance_times_all_tests() -> None:
    assert holm(np.array([0.04, 0.001, 0.03])).tolist() == pytest.approx([0.06, 0.003, 0.06])


def test_holm_holds_the_rate_of_false_alarms() -> None:
    uniform = chance(7).random((2_000, 50))
    alarms = np.mean([holm(row).min() <= 0.05 for row in uniform])
    assert 0.03 < alarms < 0.07
