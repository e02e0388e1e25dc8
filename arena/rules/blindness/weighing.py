"""Whether a mention says who answers: the sum of its signs' weights.

The weights were learnt from the labelled lines (`python -m tests.blindness.teach`; logistic regression) and are data:
`sign_weights.json`, in hundredths. Anybody can look up what a sign weighs.
"""

import json
from functools import lru_cache
from pathlib import Path

from arena.rules.blindness.asked import BROUGHT_UP
from arena.rules.blindness.leanings import STRICT
from arena.rules.blindness.mention import Mention
from arena.rules.blindness.signs import signs_of

WEIGHTS = Path(__file__).with_name("sign_weights.json")
LEAST = 0
"""The least sum that is masked: from here on a claim is likelier than a mention, where both are as frequent."""
LEAST_BROUGHT_UP = 150
"""The same for a name that the citizen brought up where nothing is after who answers: claims are rare there."""
LEAST_STRICT = -50
"""The same for a name that was brought up in prompts that may be after who answers."""


def says_who_answers(mention: Mention) -> bool:
    """Whether the name is to be masked."""
    return weight_of(mention) >= least_of(mention)


def least_of(mention: Mention) -> int:
    """The least sum from which this mention is masked."""
    if BROUGHT_UP not in mention.asked:
        return LEAST
    return LEAST_STRICT if STRICT in mention.asked else LEAST_BROUGHT_UP


def weight_of(mention: Mention) -> int:
    """The sum of the weights of its signs, in hundredths."""
    weights = _weights()
    return sum(weights.get(sign, 0) for sign in signs_of(mention))


@lru_cache(maxsize=1)
def _weights() -> dict[str, int]:
    weights: dict[str, int] = json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return weights
