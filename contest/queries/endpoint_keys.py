"""Whether the keys that endpoints' records refer to are there. They are read nowhere else than where they are sent."""

import os

from arena.rules.key_variables import key_in


def is_missing(variable: str) -> bool:
    """Whether a record names this environment variable and it holds no key in this process."""
    return bool(variable) and key_in(os.environ, variable) is None
