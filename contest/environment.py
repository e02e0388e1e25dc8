"""Typed readers of environment variables: a value is right, absent with a default, or the start is refused.

`django-environ` reads an unknown word as false and leaves bounds unchecked; the readers here raise instead.
"""

import os
from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})


class Environment:
    """Reads one mapping of variables; every reader raises ImproperlyConfigured with the variable's name."""

    def __init__(self, variables: Mapping[str, str] = os.environ) -> None:
        self._variables = variables

    def text(self, name: str, default: str | None = None) -> str:
        """The value of `name`; without a default the variable is required and may not be empty."""
        value = self._variables.get(name, "").strip()
        if value:
            return value
        if default is None:
            raise ImproperlyConfigured(f"Set the environment variable {name}: it is required and has no default.")
        return default

    def flag(self, name: str, default: bool) -> bool:
        """True for 1/true/yes/on, False for 0/false/no/off; any other word is refused."""
        word = self.text(name, "").lower()
        if not word:
            return default
        if word in TRUE_WORDS:
            return True
        if word in FALSE_WORDS:
            return False
        raise ImproperlyConfigured(f"{name}={word!r} is neither true nor false: use 1 or 0.")

    def whole(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number within `least` and `most`, both allowed."""
        text = self.text(name, str(default))
        try:
            number = int(text)
        except ValueError:
            raise ImproperlyConfigured(f"{name}={text!r} is not a whole number.") from None
        if not least <= number <= most:
            raise ImproperlyConfigured(f"{name}={number} is out of bounds: use {least} to {most}.")
        return number

    def words(self, name: str, default: list[str]) -> list[str]:
        """A comma-separated list, without empty items."""
        text = self.text(name, ",".join(default))
        return [word.strip() for word in text.split(",") if word.strip()]
