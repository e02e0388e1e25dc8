"""Weighting strata of voters to the population that they stand for.

A stratum's votes weigh (its share of the population) / (its share of the votes), so the weights average one over the
votes. Intervals need the squared weights: the more unequal they are, the fewer votes the sample is worth (Kish 1965).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

import numpy as np

from arena.rules.ratings.tally import Counts


@dataclass(frozen=True)
class Stratified:
    """`counts`: sums of weights, for the fit. `squares`: sums of squared weights, for `sandwich(fit, counts, squares)`.

    `effective_votes`: how many equally weighted votes would say as much, (Σw)² / Σw².
    """

    weights: dict[str, float]
    counts: Counts
    squares: Counts
    effective_votes: float


def post_stratify(strata: Mapping[str, Counts], population: Mapping[str, float]) -> Stratified:
    """Weight strata, whose counts share their entrants, to population shares (any positive unit).

    Raises ValueError for a stratum without votes, whose share nobody speaks for, and for one without a share.
    """
    votes = {name: float(counts.played.sum()) / 2 for name, counts in strata.items()}
    silent = sorted(name for name in population if not votes.get(name))
    unknown = sorted(set(strata) - set(population))
    if silent or unknown:
        problem = f"no votes from {', '.join(silent)}" if silent else f"no population share for {', '.join(unknown)}"
        raise ValueError(f"Cannot weight to the population: {problem}. Merge such strata with others first.")
    people, everyone = fsum(population.values()), fsum(votes.values())
    weights = {name: population[name] / people / (votes[name] / everyone) for name in sorted(strata)}
    effective = fsum(weights[n] * votes[n] for n in weights) ** 2 / fsum(weights[n] ** 2 * votes[n] for n in weights)
    squares = {name: weight**2 for name, weight in weights.items()}
    return Stratified(weights, _weighted(strata, weights), _weighted(strata, squares), effective)


def _weighted(strata: Mapping[str, Counts], weights: Mapping[str, float]) -> Counts:
    entrants = next(iter(strata.values())).entrants
    if any(counts.entrants != entrants for counts in strata.values()):
        raise ValueError("Strata must count votes over the same entrants in the same order.")
    factors = list(weights.values())
    wins = np.tensordot(factors, [strata[name].wins for name in weights], axes=1)
    ties = np.tensordot(factors, [strata[name].ties for name in weights], axes=1)
    return Counts(entrants, wins, ties)
