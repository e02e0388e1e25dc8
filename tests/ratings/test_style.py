"""How much of a rating is looks."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit

from arena.rules.ratings.bradley_terry import fit
from arena.rules.ratings.newton import NoMaximum
from arena.rules.ratings.row_logistic import fit_rows
from arena.rules.ratings.rows import A_BETTER, B_BETTER, VoteRows, sided_counts
from arena.rules.ratings.sandwich import sandwich
from arena.rules.ratings.style import coefficients, contrasts, control_style
from tests.ratings.simulations import NAMES

STRENGTHS, STYLE = np.array([0.6, 0.1, -0.2, -0.5]), np.array([0.9, -0.4])


def styled(number: int, seed: int) -> tuple[VoteRows, np.ndarray, np.ndarray]:
    """Votes in which both strength and style count; stronger entrants write longer answers."""
    rng = np.random.default_rng(seed)
    a = rng.integers(0, 4, number)
    b = (a + rng.integers(1, 4, number)) % 4
    of_a, of_b = (np.stack([rng.poisson(50 * np.exp(STRENGTHS[x])), rng.poisson(3, number)], 1) for x in (a, b))
    of_a, of_b = of_a.astype(float), of_b.astype(float)
    lead = STRENGTHS[a] - STRENGTHS[b] + contrasts(of_a, of_b) @ STYLE
    outcome = np.where(rng.random(number) < expit(lead), A_BETTER, B_BETTER).astype(np.int8)
    return VoteRows(NAMES[:4], a, b, outcome), of_a, of_b


def test_a_contrast_is_the_difference_over_the_sum_and_zero_where_neither_has_any() -> None:
    found = contrasts(np.array([[300.0, 0, 5]]), np.array([[100.0, 0, 0]]))
    assert found.tolist() == [[0.5, 0.0, 1.0]]


def test_a_negative_length_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        contrasts(np.array([[-1.0]]), np.array([[2.0]]))


def test_strengths_and_style_are_told_apart() -> None:
    rows, of_a, of_b = styled(60_000, seed=1)
    found = control_style(rows, of_a, of_b)
    errors = np.sqrt(np.diag(found.covariance))
    assert (np.abs(found.coefficients - STYLE) < 4 * errors[4:]).all()
    assert (np.abs(found.strengths - STRENGTHS) < 4 * errors[:4]).all()


def test_the_raw_board_credits_the_long_winded_for_their_length() -> None:
    rows, of_a, of_b = styled(60_000, seed=1)
    raw = fit(sided_counts(rows).counts(), prior=0).strengths
    assert raw[0] > control_style(rows, of_a, of_b).strengths[0] + 0.05


def test_a_general_optimiser_finds_the_same() -> None:
    rows, of_a, of_b = styled(1500, seed=2)
    x = contrasts(of_a, of_b)

    def likelihood(parameters: np.ndarray) -> float:
        strengths = np.append(parameters[:3], 0.0)
        lead = strengths[rows.a] - strengths[rows.b] + x @ parameters[3:]
        return -float(np.log(expit(np.where(rows.outcome == A_BETTER, lead, -lead))).sum())

    theirs = minimize(likelihood, np.zeros(5), method="BFGS", options={"gtol": 1e-6}).x
    ours = fit_rows(rows, x)
    assert ours.strengths[:3] - ours.strengths[3] == pytest.approx(theirs[:3], abs=1e-5)
    assert ours.coefficients == pytest.approx(theirs[3:], abs=1e-5)


def test_coefficients_are_not_shrunk_however_few_the_votes() -> None:
    once, of_a, of_b = styled(300, seed=3)
    many = VoteRows(once.entrants, *(np.tile(part, 50) for part in (once.a, once.b, once.outcome)))
    few = control_style(once, of_a, of_b).coefficients
    assert control_style(many, np.tile(of_a, (50, 1)), np.tile(of_b, (50, 1))).coefficients == pytest.approx(few)


def test_a_feature_that_never_varies_between_answers_has_no_coefficient() -> None:
    rows, of_a, _ = styled(300, seed=4)
    with pytest.raises(NoMaximum):
        control_style(rows, of_a, of_a)


def test_a_feature_that_repeats_another_has_no_coefficient_of_its_own() -> None:
    rows, of_a, of_b = styled(300, seed=4)
    with pytest.raises(NoMaximum):
        control_style(rows, of_a[:, [0, 0]], of_b[:, [0, 0]])


def test_a_feature_that_decides_every_vote_has_no_finite_coefficient() -> None:
    rows, of_a, of_b = styled(300, seed=5)
    longer = np.where((of_a > of_b)[:, 0], A_BETTER, B_BETTER).astype(np.int8)
    with pytest.raises(NoMaximum):
        control_style(replace(rows, outcome=longer), of_a[:, :1], of_b[:, :1])


def test_votes_counted_often_are_the_same_votes_repeated() -> None:
    rows, of_a, of_b = styled(400, seed=6)
    x = contrasts(of_a, of_b)
    repeated = VoteRows(rows.entrants, *(np.tile(part, 3) for part in (rows.a, rows.b, rows.outcome)))
    counted, tiled = fit_rows(rows, x, np.full(400, 3.0)), fit_rows(repeated, np.tile(x, (3, 1)))
    assert counted.covariance == pytest.approx(tiled.covariance)


def test_the_sandwich_on_rows_is_the_one_on_counts_but_for_the_surprise() -> None:
    rows, _, _ = styled(5000, seed=7)
    counts = sided_counts(rows).counts()
    noise = np.random.default_rng(1).standard_normal((5000, 1))
    on_rows = np.sqrt(np.diag(fit_rows(rows, noise).covariance)[:4])
    assert on_rows == pytest.approx(np.sqrt(np.diag(sandwich(fit(counts, prior=0), counts))), rel=0.01)


def test_intervals_of_coefficients_hold_the_truth_in_19_of_20_contests() -> None:
    held = []
    for seed in range(250):
        rows, of_a, of_b = styled(800, seed)
        found = coefficients(control_style(rows, of_a, of_b), rows, ["length", "headers"])
        held += [c.lower <= truth <= c.upper for c, truth in zip(found, STYLE, strict=True)]
    assert 0.925 <= np.mean(held) <= 0.975


def test_voters_who_share_a_habit_widen_the_interval_of_its_coefficient() -> None:
    rows, of_a, of_b = styled(2000, seed=8)
    one_by_one = coefficients(control_style(rows, of_a, of_b), rows, ["length", "headers"])[0]
    tiled = VoteRows(rows.entrants, *(np.tile(part, 4) for part in (rows.a, rows.b, rows.outcome, np.arange(2000))))
    fit_of_four = control_style(tiled, np.tile(of_a, (4, 1)), np.tile(of_b, (4, 1)))
    four_times = coefficients(fit_of_four, tiled, ["length", "headers"])[0]
    assert four_times.upper - four_times.lower == pytest.approx(one_by_one.upper - one_by_one.lower, rel=0.01)
