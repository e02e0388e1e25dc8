"""The citizens' evaluation in points: how often an entrant would be preferred to those it competes with."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import NormalDist

SURE = 0.95
SCALE = 400.0
"""Points of rating that make ten to one of even chances, as on the leaderboard."""
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Rating:
    """A Bradley-Terry rating in the leaderboard's points, and its 95 % interval."""

    value: float
    lower: float
    upper: float

    def widened(self, intervals: int) -> "Rating":
        """With the interval that holds together with those of so many entrants, itself among them."""
        wider = _quantile(1 - (1 - SURE) / intervals) / _quantile(SURE)
        return Rating(
            self.value, self.value - wider * (self.value - self.lower), self.value + wider * (self.upper - self.value)
        )


def _quantile(share: float) -> float:
    """How many standard errors about its middle a normal variable keeps with this probability."""
    return NormalDist().inv_cdf((1 + share) / 2)


@dataclass(frozen=True)
class Points:
    """A result from 0 to 100 in hundredths, and between which two it may lie; all three are one where it is exact."""

    value: Decimal
    lower: Decimal
    upper: Decimal

    @classmethod
    def exactly(cls, value: Decimal) -> "Points":
        """A result that somebody settled, such as an expert panel's."""
        return cls(value, value, value)


def citizen_points(ratings: Mapping[str, Rating]) -> dict[str, Points]:
    """Points by entrant, from the ratings of all competing entrants that have one.

    points(i) = 100 · mean over all others j of 1 / (1 + 10^((r_j − r_i) / 400)): the share of battles against the other
    competing entrants, each met equally often, that i is expected to win. Over all entrants the points average 50.
    The bounds are those of i's own interval with the others at their ratings, widened so that all entrants lie in
    theirs together (Bonferroni 1936): ranks compare them all at once. Empty for fewer than two entrants.
    """
    if len(ratings) < 2:
        return {}
    return {name: _points(name, rating.widened(len(ratings)), ratings) for name, rating in ratings.items()}


def rounded(value: Decimal) -> Decimal:
    """To hundredths, a half upwards."""
    return value.quantize(HUNDREDTH, rounding=ROUND_HALF_UP)


def _points(name: str, rating: Rating, ratings: Mapping[str, Rating]) -> Points:
    # In one order whatever the order of the labels: sums of floats depend on it.
    others = sorted(other.value for label, other in ratings.items() if label != name)
    return Points(*(_share(own, others) for own in (rating.value, rating.lower, rating.upper)))


def _share(own: float, others: list[float]) -> Decimal:
    won = sum(1 / (1 + 10 ** ((other - own) / SCALE)) for other in others)
    return rounded(Decimal(100 * won / len(others)))
