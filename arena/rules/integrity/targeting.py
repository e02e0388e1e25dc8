"""Who votes for, or against, one entrant wherever it appears: single voters, and groups that share a feature."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from arena.rules.integrity.leaning import GroupLeans, Leans, add_up, holm, standard_scores, taste, two_sided
from arena.rules.integrity.noticed import Detector, Noticed
from arena.rules.ratings.bradley_terry import fit
from arena.rules.ratings.rows import Indices, VoteRows, sided_counts
from arena.rules.ratings.tally import Matrix, folded

VOTER_TASTE_MOST = 1.0
GROUP_TASTE_MOST = 0.15**2
"""Variances in logits: a group whose people share a taste of 26 points (0.15 logits) or more is worth a look."""
LEAST_INFORMATION = 4.0
"""About sixteen battles of the entrant: with fewer, a score test is too rough, and little can be moved."""
LEAST_VOTERS = 5
LARGEST_SHARE = 0.3
"""A group with more of the votes than this makes the board itself, and cannot be compared with it."""
MOST_GROUPS = 50


@dataclass(frozen=True)
class Feature:
    """A feature that votes share: `group` (v,) indexes `labels`, -1 where it is unknown."""

    name: str
    labels: Sequence[str]
    group: Indices


def board_strengths(rows: VoteRows) -> Matrix:
    """Strengths in logits by the board's own fit, (n,); 0 for whoever met nobody. Raises NotConnected."""
    counts = sided_counts(rows).counts()
    met = [i for i in range(len(counts.entrants)) if counts.played[i].any()]
    strengths = np.zeros(len(counts.entrants))
    strengths[met] = fit(counts.only(met)).strengths
    return strengths


def entrant_leans(rows: VoteRows) -> Leans:
    """Toward every entrant, in the votes on its battles. Raises NotConnected when there is no board to lean from."""
    strengths = board_strengths(rows)
    expected = 1 / (1 + np.exp(strengths[rows.b] - strengths[rows.a]))
    lean, information = rows.score - expected, expected * (1 - expected)
    every = np.arange(len(rows))
    return Leans(
        directions=len(rows.entrants),
        vote=np.concatenate([every, every]),
        toward=np.concatenate([rows.a, rows.b]),
        lean=np.concatenate([lean, -lean]),
        information=np.concatenate([information, information]),
    )


def voter_taste(leans: Leans, voter: Indices) -> tuple[GroupLeans, Matrix]:
    """Sums per voter, and the variance of voters' tastes as each other voter shows it, (voters,)."""
    sums = add_up(leans, voter, np.arange(len(voter)))
    return sums, taste(sums, VOTER_TASTE_MOST)


def voters_who_target(rows: VoteRows, voter: Indices, names: Sequence[str], level: float) -> list[Noticed]:
    """Single voters. With varied tastes few can be told from fans: that is why nobody is set aside by this alone."""
    leans = entrant_leans(rows)
    sums, varied = voter_taste(leans, voter)
    scores = standard_scores(sums, 0.0, varied)
    tested = np.argwhere(sums.information >= LEAST_INFORMATION / 2)
    chances = holm(two_sided(scores[tuple(tested.T)]))
    return [
        Noticed(
            Detector.VOTER_TARGETS,
            f"voter={names[who]}",
            np.flatnonzero(voter == who),
            rows.entrants[entrant],
            float(chance),
            _numbers(sums, scores, who, entrant, np.sqrt(varied[who])),
        )
        for (who, entrant), chance in zip(tested.tolist(), chances, strict=True)
        if chance <= level
    ]


def groups_that_target(rows: VoteRows, voter: Indices, features: Sequence[Feature], level: float) -> list[Noticed]:
    """Groups, the plainest first; each is looked for in the votes without those found before it.

    So a crowd that shares its network and its hour is found once, and what it did to the board accuses nobody else.
    """
    left = np.ones(len(rows), dtype=bool)
    found: list[Noticed] = []
    while len(found) < MOST_GROUPS:
        plainest = _plainest(rows, voter, features, left)
        if plainest is None or plainest.chance is None or plainest.chance > level:
            break
        found.append(plainest)
        left[plainest.votes] = False
    return found


@dataclass(frozen=True)
class _Tested:
    """One feature's sums and scores, and which of its (group, entrant) pairs are tested, (t, 2)."""

    feature: Feature
    sums: GroupLeans
    scores: Matrix
    pairs: Indices
    tastes: Matrix


def _plainest(rows: VoteRows, voter: Indices, features: Sequence[Feature], left: NDArray[np.bool_]) -> Noticed | None:
    some = rows.where(left)
    leans, voters = entrant_leans(some), voter[left]
    # One figure for all: the median over voters of an estimate that leaves each of them out.
    unit_taste = float(np.median(voter_taste(leans, voters)[1]))
    tested = [_test(feature, leans, feature.group[left], voters, unit_taste) for feature in features]
    chances = np.concatenate([two_sided(one.scores[tuple(one.pairs.T)]) for one in tested] or [np.empty(0)])
    if not len(chances):
        return None
    position = int(np.argmin(chances))
    for one in tested:
        if position < len(one.pairs):
            group, entrant = one.pairs[position]
            return Noticed(
                Detector.GROUP_TARGETS,
                f"{one.feature.name}={one.feature.labels[group]}",
                np.flatnonzero(left & (one.feature.group == group)),
                rows.entrants[entrant],
                float(min(1.0, chances.min() * len(chances))),
                _numbers(one.sums, one.scores, group, entrant, np.sqrt(one.tastes[group]))
                | {"voters": float(len(np.unique(voter[left & (one.feature.group == group)])))},
            )
        position -= len(one.pairs)
    return None


def _test(feature: Feature, leans: Leans, group: Indices, voter: Indices, unit_taste: float) -> _Tested:
    sums = add_up(leans, group, voter)
    shared = taste(sums, GROUP_TASTE_MOST)
    scores = standard_scores(sums, unit_taste, shared)
    whole = folded(leans.toward, leans.information, leans.directions)
    enough = (sums.information >= LEAST_INFORMATION) & (sums.units >= LEAST_VOTERS)
    return _Tested(feature, sums, scores, np.argwhere(enough & (sums.information <= LARGEST_SHARE * whole)), shared)


def _numbers(sums: GroupLeans, scores: Matrix, group: int, toward: int, shared: float) -> dict[str, float]:
    return {
        "lean": float(sums.lean[group, toward]),
        "information": float(sums.information[group, toward]),
        "standard_errors": float(scores[group, toward]),
        "taste": float(shared),
    }
