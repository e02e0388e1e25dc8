"""What a tie says: Davidson, Rao and Kupper, and no ties at all, against known answers."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import logit

from arena.rules.ratings.connectivity import NotConnected
from arena.rules.ratings.newton import NoMaximum
from arena.rules.ratings.rows import A_BETTER, B_BETTER, VoteRows, sided_counts
from arena.rules.ratings.tally import PairTally, count
from arena.rules.ratings.tie_rules import TieRule, fit_with
from tests.ratings.simulations import votes

WINS, LOSSES, TIES = 60, 30, 45
ONE_PAIR = count([PairTally("a", "b", WINS, LOSSES, TIES, 0)], ("a", "b"))
WITH_PARAMETER = (TieRule.DAVIDSON, TieRule.RAO_KUPPER)


def gap(rule: TieRule) -> float:
    strengths = fit_with(rule, ONE_PAIR, 0.0).strengths
    return float(strengths[0] - strengths[1])


def test_davidson_on_one_pair_is_the_closed_form() -> None:
    assert gap(TieRule.DAVIDSON) == pytest.approx(np.log(WINS / LOSSES), abs=1e-9)
    nu = fit_with(TieRule.DAVIDSON, ONE_PAIR, 0.0).tie_parameter
    assert nu == pytest.approx(TIES / np.sqrt(WINS * LOSSES), rel=1e-9)


def test_rao_and_kupper_on_one_pair_is_the_closed_form() -> None:
    won, lost = (logit(part / (WINS + LOSSES + TIES)) for part in (WINS, LOSSES))
    assert gap(TieRule.RAO_KUPPER) == pytest.approx((won - lost) / 2, abs=1e-9)
    kappa = fit_with(TieRule.RAO_KUPPER, ONE_PAIR, 0.0).tie_parameter
    assert kappa == pytest.approx(np.exp(-(won + lost) / 2), rel=1e-9)


def test_without_ties_the_odds_are_those_of_the_decided_votes() -> None:
    assert gap(TieRule.DROP) == pytest.approx(np.log(WINS / LOSSES), abs=1e-9)


def likelihood(parameters: np.ndarray, rows: VoteRows, rule: TieRule) -> float:
    """Minus the log-likelihood, written down anew from the models' definitions; the last entrant stands at zero."""
    worth = np.exp(np.append(parameters[:-1], 0.0))
    i, j, extra = worth[rows.a], worth[rows.b], np.exp(parameters[-1])
    if rule is TieRule.DAVIDSON:
        total = i + j + extra * np.sqrt(i * j)
        chances = [i / total, j / total]
    else:
        chances = [i / (i + (1 + extra) * j), j / (j + (1 + extra) * i)]
    said = np.select([rows.outcome == A_BETTER, rows.outcome == B_BETTER], chances, 1 - chances[0] - chances[1])
    return -float(np.log(said).sum())


@pytest.mark.parametrize("rule", WITH_PARAMETER)
def test_a_general_optimiser_finds_the_same_strengths(rule: TieRule) -> None:
    rows = votes([0.8, 0.3, -0.2, -0.9], 2000, np.random.default_rng(3), ties=0.3)
    theirs = minimize(likelihood, np.zeros(4), args=(rows, rule), method="BFGS", options={"gtol": 1e-6}).x
    ours = fit_with(rule, sided_counts(rows).counts(), 0.0).strengths
    assert ours - ours[-1] == pytest.approx(np.append(theirs[:-1], 0.0), abs=1e-5)


@pytest.mark.parametrize("rule", WITH_PARAMETER)
@pytest.mark.parametrize("tally", [PairTally("a", "b", 5, 5, 0, 0), PairTally("a", "b", 0, 0, 5, 0)])
def test_a_tie_parameter_that_nothing_limits_is_refused(rule: TieRule, tally: PairTally) -> None:
    with pytest.raises(NoMaximum, match="votes that tie and votes that decide"):
        fit_with(rule, count([tally], ("a", "b")), 0.0)


@pytest.mark.parametrize("rule", TieRule)
def test_an_entrant_that_only_won_has_no_rating_without_a_prior(rule: TieRule) -> None:
    counts = count([PairTally("a", "b", 9, 0, 0, 0), PairTally("b", "c", 4, 4, 4, 0)], "abc")
    with pytest.raises(NotConnected) as caught:
        fit_with(rule, counts, 0.0)
    assert caught.value.components == [[0], [1, 2]]


@pytest.mark.parametrize("rule", TieRule)
def test_with_the_prior_an_entrant_that_only_won_is_first_at_a_finite_rating(rule: TieRule) -> None:
    counts = count([PairTally("a", "b", 9, 0, 0, 0), PairTally("b", "c", 4, 4, 4, 0)], "abc")
    strengths = fit_with(rule, counts, 1.0).strengths
    assert strengths.argmax() == 0
    assert strengths.max() < 5
