"""Whether the keys that endpoints' records refer to are there. They are read nowhere else than where they are sent."""

import os
from collections.abc import Iterable

from arena.rules.key_variables import key_in


def missing_keys(variables: Iterable[str]) -> tuple[str, ...]:
    """Those of the named environment variables that hold no key in this process, each once; empty names are none."""
    return tuple(sorted({name for name in variables if name and key_in(os.environ, name) is None}))
