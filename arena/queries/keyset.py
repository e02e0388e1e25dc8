"""Long lists page by page, from where the reader is: a page deep in a million rows costs what the first one costs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

LOOKED_THROUGH = 20_000
"""Rows that one page looks through for what no index knows; the next page looks further."""

Row = TypeVar("Row", bound=Model)
Shown = TypeVar("Shown")


@dataclass(frozen=True)
class Place:
    """Where a page begins: behind the row with this ref, or before it; without one at the list's beginning."""

    ref: str = ""
    backwards: bool = False
    oldest_first: bool = False
    size: int = 50


@dataclass(frozen=True)
class Page(Generic[Shown]):
    """Some rows in the list's order. `previous` and `next` are the refs to go on from; empty where nothing comes.

    `looked_through`: not the whole list was searched for this page, only so many rows; None when nothing was left out.
    """

    rows: tuple[Shown, ...]
    previous: str
    next: str
    looked_through: int | None = None

    def showing(self, show: "Callable[[list[Shown]], list[Other]]") -> "Page[Other]":
        """The same page with its rows turned into something else, all at once."""
        return Page(tuple(show(list(self.rows))), self.previous, self.next, self.looked_through)


Other = TypeVar("Other")


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """A list: its rows, narrowed by indexed columns only; the instant that orders it; the column of the public ref.

    `narrowed` is what no index knows: it is looked for in LOOKED_THROUGH rows a page.
    """

    rows: QuerySet[Row]
    instant: str
    ref: str
    narrowed: Q

    def page(self, place: Place) -> Page[Row]:
        """The page at this place; an unknown ref is the list's beginning."""
        ordered = self._ordered(place)
        edge, found = "", ordered
        if self.narrowed:
            window = ordered.values_list(self.ref, self.instant, "pk")[LOOKED_THROUGH - 1 : LOOKED_THROUGH]
            last = next(iter(window), None)
            if last is not None:
                edge, instant, key = last
                found = self._reaching(found, place, instant, key)
            found = found.filter(self.narrowed)
        rows = list(found[: place.size + 1])
        more = len(rows) > place.size
        rows = rows[: place.size]
        onward = str(getattr(rows[-1], self.ref)) if more else edge
        looked_through = LOOKED_THROUGH if edge and not more else None
        back = place.ref and (str(getattr(rows[0], self.ref)) if rows else place.ref)
        if place.backwards:
            return Page(tuple(reversed(rows)), onward, back, looked_through)
        return Page(tuple(rows), back, onward, looked_through)

    def all(self, place: Place) -> Iterator[tuple[Row, ...]]:
        """Every page of the list from this place on, for downloads: no transaction stays open in between."""
        while True:
            page = self.page(place)
            yield page.rows
            if not page.next:
                return
            place = replace(place, ref=page.next)

    def _ordered(self, place: Place) -> QuerySet[Row]:
        rows = self._ordering(self.rows, place)
        known = self.rows.model._default_manager.filter(**{self.ref: place.ref}) if place.ref else None
        at = known.values_list(self.instant, "pk").first() if known is not None else None
        if at is None:
            return rows
        beyond = "gte" if self._ascending(place) else "lte"
        side = "lte" if self._ascending(place) else "gte"
        # Said this way the database starts in the index at the instant, and only leaves out the ties before it.
        ties = Q(**{self.instant: at[0], f"pk__{side}": at[1]})
        return rows.filter(**{f"{self.instant}__{beyond}": at[0]}).exclude(ties)

    def _reaching(self, rows: QuerySet[Row], place: Place, instant: datetime, key: int) -> QuerySet[Row]:
        """The rows up to this one, said as a range: the database stops as soon as it has found a page of them."""
        within, beyond = ("lte", "gt") if self._ascending(place) else ("gte", "lt")
        ties = Q(**{self.instant: instant, f"pk__{beyond}": key})
        return rows.filter(**{f"{self.instant}__{within}": instant}).exclude(ties)

    def _ordering(self, rows: QuerySet[Row], place: Place) -> QuerySet[Row]:
        sign = "" if self._ascending(place) else "-"
        return rows.order_by(f"{sign}{self.instant}", f"{sign}pk")

    @staticmethod
    def _ascending(place: Place) -> bool:
        return place.oldest_first != place.backwards
