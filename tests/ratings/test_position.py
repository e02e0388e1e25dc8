"""Does standing on side A help?"""

import numpy as np
import pytest

from arena.rules.ratings.newton import NoMaximum
from arena.rules.ratings.position import position_bias, side_balance
from arena.rules.ratings.rows import A_BETTER, B_BETTER, VoteRows, sided_counts
from tests.ratings.simulations import NAMES, votes


def two(first: tuple[int, int], second: tuple[int, int]) -> VoteRows:
    """Votes on a against b: (a's wins, b's wins) with a on side A, and the same with b on side A."""
    a = np.repeat([0, 0, 1, 1], [*first, *second])
    said = [A_BETTER, B_BETTER, B_BETTER, A_BETTER]
    outcome = np.repeat(np.array(said, np.int8), [*first, *second])
    return VoteRows(NAMES[:2], a, 1 - a, outcome)


def test_on_one_pair_it_is_half_the_difference_of_the_log_odds() -> None:
    found = position_bias(two((60, 20), (30, 30)))
    assert found.points == pytest.approx(400 / np.log(10) * np.log(3) / 2)


def test_sides_that_win_alike_show_no_bias() -> None:
    found = position_bias(two((60, 20), (60, 20)))
    assert found.points == pytest.approx(0, abs=1e-9)
    assert found.lower < 0 < found.upper


def test_strength_is_not_taken_for_a_bias() -> None:
    rows = votes([1.0, 0.0, -1.0], 6000, np.random.default_rng(1))
    strong_on_a = rows.where((rows.a < rows.b) | (np.arange(6000) % 4 == 0))
    found = position_bias(strong_on_a)
    assert found.lower < 0 < found.upper


def test_a_habit_of_some_voters_makes_the_bias_less_sure() -> None:
    rng = np.random.default_rng(2)
    rows = votes([0.3, -0.3], 3000, rng, voters=30)
    assert rows.cluster is not None
    left_handed = (rows.cluster < 8) & (rng.random(3000) < 0.8)
    rows.outcome[left_handed] = A_BETTER
    clustered = position_bias(rows)
    independent = position_bias(VoteRows(rows.entrants, rows.a, rows.b, rows.outcome))
    assert clustered.points == pytest.approx(independent.points)
    assert clustered.upper - clustered.lower > 2 * (independent.upper - independent.lower)


def test_a_pair_that_met_in_one_order_only_cannot_tell() -> None:
    with pytest.raises(NoMaximum):
        position_bias(two((60, 20), (0, 0)))


def test_the_balance_is_the_share_of_votes_on_side_a() -> None:
    assert side_balance(sided_counts(two((60, 20), (10, 10)))) == pytest.approx([0.8, 0.2])
