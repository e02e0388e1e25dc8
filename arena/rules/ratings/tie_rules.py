"""What a tie says: four answers, each with its fit."""

from collections.abc import Callable
from enum import StrEnum

from arena.rules.ratings.bradley_terry import fit
from arena.rules.ratings.davidson import fit_davidson
from arena.rules.ratings.rao_kupper import fit_rao_kupper
from arena.rules.ratings.sandwich import Fit
from arena.rules.ratings.tally import Counts


class TieRule(StrEnum):
    """`half`: half a win each, the published board. The others are its sensitivity checks."""

    HALF = "half"
    DAVIDSON = "davidson"
    RAO_KUPPER = "rao-kupper"
    DROP = "drop"


FITS: dict[TieRule, Callable[[Counts, float], Fit]] = {
    TieRule.HALF: fit,
    TieRule.DAVIDSON: fit_davidson,
    TieRule.RAO_KUPPER: fit_rao_kupper,
    TieRule.DROP: lambda counts, prior: fit(counts.without_ties(), prior),
}


def fit_with(rule: TieRule, counts: Counts, prior: float) -> Fit:
    """Fit under a tie rule. Raises NotConnected; NoMaximum where a tie parameter has no estimate."""
    return FITS[rule](counts, prior)
