"""The leaderboard's pages as bytes, made once for all readers who see the same board."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from contest.web.board_choice import Choice
from contest.web.board_page import Shown, shown_board, with_choice

KEEP_SECONDS = 1.0
MOST_KEPT = 200
"""Pages, and looks, at a time. Most sites have fewer; where there are more, the common ones are made again at once."""


@dataclass(frozen=True)
class PageKey:
    """All that a page's bytes depend on within the second in which they are kept.

    `number`: of the pool's snapshot, 0 without a board; `choice`: one that this snapshot has, so that made-up choices
    share a page.
    """

    template: str
    language: str
    pool_ref: str
    number: int
    choice: Choice


@dataclass(frozen=True)
class _Look:
    shown: Shown | None
    until: float


@dataclass(frozen=True)
class _Page:
    content: bytes
    until: float


_looks: dict[tuple[str, str], _Look] = {}
_pages: dict[PageKey, _Page] = {}


def shown_now(choice: Choice, language: str, known_number: int) -> Shown | None:
    """The board that the choice means; None when there is no such stage.

    What the database said a second ago is believed, unless the reader knows of a newer snapshot: `known_number`.
    """
    where = choice.stage, language
    look = _looks.get(where)
    if look is None or time.monotonic() >= look.until or _number(look.shown) < known_number:
        look = _Look(shown_board(Choice(stage=choice.stage), language), time.monotonic() + KEEP_SECONDS)
        _make_room(_looks)
        _looks[where] = look
    return with_choice(look.shown, choice) if look.shown else None


def page_bytes(template: str, language: str, shown: Shown | None, make: Callable[[], bytes]) -> bytes:
    """The page of what is `shown`, as kept or as `make` makes it now."""
    choice, pool_ref = (shown.choice, shown.stage.pool_ref) if shown else (Choice(), "")
    key = PageKey(template, language, pool_ref, _number(shown), choice)
    page = _pages.get(key)
    if page is None or time.monotonic() >= page.until:
        page = _Page(make(), time.monotonic() + KEEP_SECONDS)
        _make_room(_pages)
        _pages[key] = page
    return page.content


def forget() -> None:
    """Keep nothing: the next reader sees what the database says."""
    _looks.clear()
    _pages.clear()


def _number(shown: Shown | None) -> int:
    return shown.snapshot.number if shown and shown.snapshot else 0


def _make_room(kept: dict[Any, Any]) -> None:
    if len(kept) >= MOST_KEPT:
        kept.clear()
