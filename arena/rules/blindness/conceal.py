"""Shim."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Identities:
    names: tuple[str, ...] = ()

    @classmethod
    def builtin(cls) -> "Identities":
        return cls()


class Concealer:
    def __init__(self, identities: Identities) -> None:
        self.hits = 0

    def feed(self, text: str) -> str:
        return text

    def finish(self) -> str:
        return ""
