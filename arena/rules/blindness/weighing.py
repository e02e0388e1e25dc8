"""Whether a mention says who answers: what its signs weigh, and what small trees say of signs that come together.

Both were learnt from the labelled lines (`python -m tests.blindness.teach`; logistic regression and gradient boosting)
and are data, in thousandths: `sign_weights.json` and `sign_trees.json`. Anybody can look up what a sign weighs. The
two err on different mentions, so their mean is better than either.
"""

import json
import math
from collections.abc import Mapping, Set
from functools import lru_cache
from pathlib import Path

from arena.rules.blindness.asked import BROUGHT_UP, is_out_of_the_blue
from arena.rules.blindness.forest import Forest
from arena.rules.blindness.leanings import STRICT
from arena.rules.blindness.mention import Mention
from arena.rules.blindness.signs import signs_of

WEIGHTS = Path(__file__).with_name("sign_weights.json")
TREES = Path(__file__).with_name("sign_trees.json")
LEAST = -1000
"""The least sum that is masked. Below zero a mention is likelier than a claim: a claim that shows costs more."""
LEAST_WITHOUT_PROMPTS = 200
"""The same where no prompt is known."""
LEAST_BROUGHT_UP = 200
"""The same for a name that the citizen brought up where nothing is after who answers: claims are rare there."""
LEAST_STRICT = -1000
"""The same for a name that was brought up in prompts that may be after who answers."""
LEAST_OUT_OF_THE_BLUE = -3000
"""The same for a name that has no business in the answer; a family's is masked whatever it weighs."""


def says_who_answers(mention: Mention) -> bool:
    """Whether the name is to be masked."""
    return weight_of(mention) >= least_of(mention)


def least_of(mention: Mention) -> float:
    """The least sum from which this mention is masked."""
    if not mention.asked:
        return LEAST_WITHOUT_PROMPTS
    if is_out_of_the_blue(mention.asked, mention.sort):
        return -math.inf if mention.sort == "family" else LEAST_OUT_OF_THE_BLUE
    if BROUGHT_UP not in mention.asked:
        return LEAST
    return LEAST_STRICT if STRICT in mention.asked else LEAST_BROUGHT_UP


def weight_of(mention: Mention) -> int:
    """What its signs weigh, in thousandths."""
    return weigh(signs_of(mention), _weights(), _forest())


def weigh(signs: Set[str], weights: Mapping[str, int], forest: Forest) -> int:
    """The mean of the sum of the signs' weights and of the sum of the trees' leaves."""
    return (sum(filter(None, map(weights.get, signs))) + forest.total(signs)) // 2


@lru_cache(maxsize=1)
def _weights() -> dict[str, int]:
    weights: dict[str, int] = json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return weights


@lru_cache(maxsize=1)
def _forest() -> Forest:
    return Forest(json.loads(TREES.read_text(encoding="utf-8"))["trees"])
