"""Which environment variables may hold an endpoint's key: whoever names one has its value sent to that endpoint.

Without a prefix of their own, naming SECRET_KEY would hand the site's key to a team.
"""

import re
from collections.abc import Mapping

PREFIX = "ENDPOINT_KEY_"
NAME = re.compile(PREFIX + r"[A-Z0-9_]{1,80}")


def may_be_referenced(variable: str) -> bool:
    """Whether an endpoint's record may name this variable."""
    return NAME.fullmatch(variable) is not None


def key_in(environment: Mapping[str, str], variable: str) -> str | None:
    """The key that a record refers to: None without a reference, with one that may not be followed, or an empty one."""
    return environment.get(variable) or None if may_be_referenced(variable) else None
