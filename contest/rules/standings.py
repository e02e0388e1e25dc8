"""A stage's standing: weighted points of its evaluations, gates beside them, and how sure the order is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contest.rules.citizen_points import Points, rounded
from contest.rules.issues import Issue
from contest.rules.stages import StageState
from contest.rules.stages_release import DONE
from contest.rules.stages_running import issues_with_what_moves
from contest.rules.stages_terms import Evaluation


@dataclass(frozen=True)
class Contender:
    """What is known of a competing entrant: points by evaluation, and by gate whether it was passed.

    `left_out`: it gets no rank as long as it has no points of the citizens' evaluation.
    """

    entrant: str
    points: Mapping[str, Points]
    gates: Mapping[str, bool]
    left_out: bool = False


@dataclass(frozen=True)
class Place:
    """An entrant's place. `missing` evaluations and `unjudged` gates are still to come; who `failed` a gate is out.

    `rank`: the same for equal totals; None while the standing is incomplete, for who is out and for who is left out.
    `rank_low` to `rank_high`: the ranks that the bounds of the totals allow.
    """

    entrant: str
    total: Points | None
    missing: tuple[str, ...]
    unjudged: tuple[str, ...]
    failed: tuple[str, ...]
    left_out: bool
    rank: int | None = None
    rank_low: int | None = None
    rank_high: int | None = None

    @property
    def is_unsure(self) -> bool:
        """Whether another order is as plausible."""
        return self.rank_low != self.rank_high


@dataclass(frozen=True)
class Standing:
    """All places, the best first, then those that are left out, those that are out last."""

    places: tuple[Place, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is still to come."""
        return bool(self.places) and not self.missing

    @property
    def missing(self) -> int:
        """How many results are still to come."""
        return sum(len(place.missing) + len(place.unjudged) for place in self.places)


def counted_evaluations(weights: Mapping[str, int]) -> tuple[str, ...]:
    """The evaluations that weigh something, in the order of `Evaluation`."""
    return tuple(str(name) for name in Evaluation if weights.get(name, 0) > 0)


def standing(weights: Mapping[str, int], gates: Sequence[str], contenders: Iterable[Contender]) -> Standing:
    """The standing of these contenders. `weights`: points out of 100 by evaluation; `gates`: slugs."""
    found = [_place(one, weights, gates) for one in contenders]
    if not Standing(tuple(found)).is_complete:
        return Standing(tuple(sorted(found, key=_order)))
    totals = [place.total for place in found if place.total is not None and not place.failed]
    return Standing(tuple(sorted((_ranked(place, totals) for place in found), key=_order)))


def _place(contender: Contender, weights: Mapping[str, int], gates: Sequence[str]) -> Place:
    counted = counted_evaluations(weights)
    failed = tuple(gate for gate in gates if contender.gates.get(gate) is False)
    missing = tuple(name for name in counted if name not in contender.points)
    total = _total(contender, weights, counted) if counted and not missing else None
    # Nobody waits for the points of who is out whatever they are.
    unjudged = () if failed else tuple(gate for gate in gates if gate not in contender.gates)
    # Who got its points after all, as when votes count again, is ranked by them.
    left_out = contender.left_out and Evaluation.CITIZEN in missing and not failed
    return Place(contender.entrant, total, () if failed or left_out else missing, unjudged, failed, left_out)


def _total(contender: Contender, weights: Mapping[str, int], counted: Sequence[str]) -> Points:
    parts = [(weights[name], contender.points[name]) for name in counted]
    return Points(
        _weighed((weight, points.value) for weight, points in parts),
        _weighed((weight, points.lower) for weight, points in parts),
        _weighed((weight, points.upper) for weight, points in parts),
    )


def _weighed(parts: Iterable[tuple[int, Decimal]]) -> Decimal:
    return rounded(sum((weight * points for weight, points in parts), Decimal(0)) / 100)


def _ranked(place: Place, totals: Sequence[Points]) -> Place:
    total = place.total
    if place.failed or total is None:
        return place
    return Place(
        place.entrant,
        total,
        *(place.missing, place.unjudged, place.failed, place.left_out),
        rank=1 + sum(other.value > total.value for other in totals),
        # Surely above it, and above it for all that is known.
        rank_low=1 + sum(other.lower > total.upper for other in totals),
        rank_high=1 + sum(_may_be_above(other, total) for other in totals if other is not total),
    )


def _may_be_above(other: Points, total: Points) -> bool:
    # Ranges that touch leave the order open for both; equal results without a range share a rank for certain.
    return other.upper > total.lower or (other.upper == total.lower and other.value != total.value)


def _order(place: Place) -> tuple[bool, bool, Decimal, str]:
    total = place.total.value if place.total else Decimal(0)
    return bool(place.failed), place.total is None, -total, place.entrant


@dataclass(frozen=True)
class StandingFacts:
    """What else decides whether a standing may be published.

    `under_way` battles, `unfolded` votes and a leaderboard that is behind them, or newer than the one that the standing
    rests on, still move it.
    """

    stage: str
    state: StageState
    weights: Mapping[str, int]
    is_published: bool
    under_way: int
    unfolded: int
    board_is_behind: bool


def issues_before_publishing_standing(facts: StandingFacts, found: Standing) -> list[Issue]:
    """Reasons against publishing this standing. `is_published`: this very standing was published last."""
    if facts.state not in DONE:
        return [Issue("stage_is_not_over", {"state": facts.state})]
    if not counted_evaluations(facts.weights):
        return [Issue("weights_missing")]
    if not found.places:
        return [Issue("standing_is_empty")]
    issues = issues_with_what_moves(facts.under_way, facts.unfolded, facts.board_is_behind)
    for place in found.places:
        issues += _waiting(facts.stage, place)
    if facts.is_published:
        issues.append(Issue("standing_is_published"))
    return issues


def _waiting(stage: str, place: Place) -> list[Issue]:
    about = {"stage": stage, "entrant": place.entrant}
    typed = [name for name in place.missing if name != Evaluation.CITIZEN]
    issues = []
    if Evaluation.CITIZEN in place.missing:
        issues.append(Issue("citizen_points_missing", about))
    if typed:
        issues.append(Issue("evaluations_missing", {**about, "count": len(typed)}))
    if place.unjudged:
        issues.append(Issue("gates_unjudged", {**about, "count": len(place.unjudged)}))
    return issues
