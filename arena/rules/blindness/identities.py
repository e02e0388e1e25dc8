"""The names that would tell who answers. They are data: `identities.json`, and what the teams of a pool are called."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from arena.rules.blindness.names import name_patterns
from arena.rules.blindness.skeleton import skeleton

BUILTIN = Path(__file__).with_name("identities.json")


@dataclass(frozen=True)
class Identities:
    """Names as people write them; spelling tricks and look-alikes are the concealer's business."""

    families: tuple[str, ...] = ()
    """Entrants' families: nothing else bears these names, so they are masked wherever they stand, unless the citizen
    brought them up or asked about models."""
    products: tuple[str, ...] = ()
    """Names that are words too, or much talked about ("Solar", "ChatGPT"): masked where the answer names itself."""
    makers: tuple[str, ...] = ()
    """Organisations: masked where the answer says who made it."""

    @property
    def all_names(self) -> tuple[str, ...]:
        """Names of every sort."""
        return (*self.families, *self.products, *self.makers)

    @classmethod
    def builtin(cls) -> "Identities":
        """The contest's teams and the well-known models of elsewhere; read from the package once."""
        return _builtin()

    @classmethod
    def read(cls, names: Mapping[str, Iterable[str]]) -> "Identities":
        """From lists of names by kind, as JSON keeps them; a kind may be missing."""
        return cls(*(tuple(names.get(kind, ())) for kind in KINDS))

    def lists(self) -> dict[str, list[str]]:
        """What `read` reads; kinds without names are left out."""
        return {kind: list(names) for kind in KINDS if (names := getattr(self, kind))}

    def plus(self, more: "Identities") -> "Identities":
        """The names of both."""
        return _both(self, more)

    def know(self, name: str) -> bool:
        """Whether some of these names stands in `name`, so that an answer which claims it is masked."""
        patterns = name_patterns((*self.families, *self.products, *self.makers))
        return patterns.exact.search(skeleton(name)) is not None


NOBODY = Identities()
KINDS = ("families", "products", "makers")
NOT_LETTERS = re.compile(r"[\W_]+")


@lru_cache(maxsize=256)
def _both(some: Identities, more: Identities) -> Identities:
    # Kept: every turn of a pool asks for the same union, and the patterns are found by the union's tuples.
    return Identities(*(tuple(dict.fromkeys((*getattr(some, kind), *getattr(more, kind)))) for kind in KINDS))


def kin_of(letters: str) -> frozenset[str]:
    """The names of whoever bears this one, all as bare letters; a name that is not built in stands alone."""
    return _kin().get(letters, frozenset({letters}))


def letters_of(name: str) -> str:
    """A name's bare letters: "A.X K1" and "a.x k1" are `axk1`."""
    return NOT_LETTERS.sub("", skeleton(name))


@lru_cache(maxsize=1)
def _groups() -> list[dict[str, list[str]]]:
    data = json.loads(BUILTIN.read_text(encoding="utf-8"))
    return [*data["teams"], *data["elsewhere"]]


@lru_cache(maxsize=1)
def _kin() -> dict[str, frozenset[str]]:
    groups = [frozenset(letters_of(name) for kind in KINDS for name in group.get(kind, ())) for group in _groups()]
    return {letters: group for group in groups for letters in group}


@lru_cache(maxsize=1)
def _builtin() -> Identities:
    def names(kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for group in _groups() for name in group.get(kind, ())))

    return Identities(families=names("families"), products=names("products"), makers=names("makers"))
