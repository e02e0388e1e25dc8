"""The names that would tell who answers. They are data: `identities.json`, or whatever an organiser passes."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

BUILTIN = Path(__file__).with_name("identities.json")


@dataclass(frozen=True)
class Identities:
    """Names as people write them; spelling tricks and look-alikes are the concealer's business."""

    families: tuple[str, ...] = ()
    """Entrants' families: nothing else bears these names, so they are masked wherever they stand."""
    products: tuple[str, ...] = ()
    """Names that are words too, or much talked about ("Solar", "ChatGPT"): masked where the answer names itself."""
    makers: tuple[str, ...] = ()
    """Organisations: masked where the answer says who made it."""

    @classmethod
    def builtin(cls) -> "Identities":
        """The contest's teams and the well-known models of elsewhere; read from the package once."""
        return _builtin()


@lru_cache(maxsize=1)
def _builtin() -> Identities:
    data = json.loads(BUILTIN.read_text(encoding="utf-8"))
    groups = [*data["teams"], data["elsewhere"]]

    def names(kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for group in groups for name in group.get(kind, ())))

    return Identities(families=names("families"), products=names("products"), makers=names("makers"))
