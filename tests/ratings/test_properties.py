"""What may change nothing changes nothing, whatever the votes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arena.rules.ratings.clustered import clustered_sandwich
from arena.rules.ratings.rows import A_BETTER, B_BETTER, TIE, VoteRows, rows_of, sided_counts
from arena.rules.ratings.sandwich import sandwich
from arena.rules.ratings.tally import Counts
from arena.rules.ratings.tie_rules import TieRule, fit_with
from tests.ratings.simulations import NAMES, votes

rules = st.sampled_from(list(TieRule))
quick = settings(max_examples=40, deadline=None)


@st.composite
def contests(draw: st.DrawFn) -> VoteRows:
    """Votes of some voters on up to seven entrants; everyone beat everyone and somebody tied, so that all exist."""
    n = draw(st.integers(2, 7))
    strengths = draw(st.lists(st.floats(-1.5, 1.5), min_size=n, max_size=n))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rows = votes(strengths, draw(st.integers(20, 300)), rng, ties=draw(st.floats(0.1, 0.6)), voters=7)
    pairs = np.array([(i, j) for i in range(n) for j in range(n) if i != j])
    a, b = np.concatenate([rows.a, pairs[:, 0]]), np.concatenate([rows.b, pairs[:, 1]])
    outcome = np.concatenate([rows.outcome, np.zeros(len(pairs), np.int8)])
    outcome[0] = TIE
    assert rows.cluster is not None
    return VoteRows(rows.entrants, a, b, outcome, np.concatenate([rows.cluster, np.arange(len(pairs)) % 7]))


def counts_of(rows: VoteRows, rule: TieRule) -> Counts:
    counts = sided_counts(rows).counts()
    return counts.without_ties() if rule is TieRule.DROP else counts


def fitted(rows: VoteRows, rule: TieRule) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Strengths, their covariance and their clustered covariance."""
    votes_that_rate = rows.without_ties() if rule is TieRule.DROP else rows
    counts = counts_of(rows, rule)
    fit = fit_with(rule, counts, 0.0)
    return fit.strengths, sandwich(fit, counts), clustered_sandwich(fit, votes_that_rate)


def same(ours: tuple[np.ndarray, ...], theirs: tuple[np.ndarray, ...]) -> bool:
    return all(np.allclose(one, other, rtol=1e-6, atol=1e-9) for one, other in zip(ours, theirs, strict=True))


@quick
@given(contests(), rules, st.randoms(use_true_random=False))
def test_the_order_of_the_names_changes_nothing(rows: VoteRows, rule: TieRule, random: object) -> None:
    order = list(range(len(rows.entrants)))
    random.shuffle(order)  # type: ignore[attr-defined]
    strengths, covariance, clustered = fitted(rows, rule)
    grid = np.ix_(order, order)
    assert same(fitted(rows.only(order), rule), (strengths[order], covariance[grid], clustered[grid]))


@quick
@given(contests(), rules)
def test_swapping_the_sides_of_every_vote_changes_nothing(rows: VoteRows, rule: TieRule) -> None:
    turned = np.array([B_BETTER, A_BETTER, 2, 3], dtype=np.int8)[rows.outcome]
    assert same(fitted(rows, rule), fitted(replace(rows, a=rows.b, b=rows.a, outcome=turned), rule))


@quick
@given(contests(), rules, st.integers(0, 2**32 - 1))
def test_the_order_of_the_votes_changes_nothing(rows: VoteRows, rule: TieRule, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(rows))
    shuffled = replace(rows, a=rows.a[order], b=rows.b[order], outcome=rows.outcome[order], cluster=rows.cluster[order])
    assert same(fitted(rows, rule), fitted(shuffled, rule))


@quick
@given(contests(), rules, st.integers(2, 50))
def test_the_same_votes_many_times_over_give_the_same_strengths(rows: VoteRows, rule: TieRule, times: int) -> None:
    counts = counts_of(rows, rule)
    once = fit_with(rule, counts, 0.0).strengths
    often = fit_with(rule, replace(counts, wins=counts.wins * times, ties=counts.ties * times), 0.0).strengths
    assert often == pytest.approx(once, abs=1e-8)


@quick
@given(contests(), rules)
def test_reversing_every_verdict_turns_the_strengths_around(rows: VoteRows, rule: TieRule) -> None:
    turned = np.array([B_BETTER, A_BETTER, 2, 3], dtype=np.int8)[rows.outcome]
    upside_down = fit_with(rule, counts_of(replace(rows, outcome=turned), rule), 0.0).strengths
    assert upside_down == pytest.approx(-fit_with(rule, counts_of(rows, rule), 0.0).strengths, abs=1e-8)


@quick
@given(contests())
def test_counting_rows_and_counting_ballots_is_the_same(rows: VoteRows) -> None:
    said = ("a_better", "b_better", "tie", "both_bad")
    ballots = [
        (str(voter), rows.entrants[a], rows.entrants[b], said[outcome])
        for voter, a, b, outcome in zip(rows.cluster, rows.a, rows.b, rows.outcome, strict=True)
    ]
    again = rows_of(ballots, NAMES[: len(rows.entrants)])  # type: ignore[arg-type]
    assert (sided_counts(again).table == sided_counts(rows).table).all()
