"""Short lists of the console, such as stages and teams: searched, sorted, paged and downloaded in one way."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise

from contest.console.layout_downloads import cell

Row = TypeVar("Row")
PAGE_ROWS = 50
MOST_WORDS = 200


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column. `value` is what is searched, sorted and downloaded; `address` leads to the row's page.

    `style` is a class.
    """

    name: str
    label: str | Promise
    value: Callable[[Row], object]
    address: Callable[[Row], str] | None = None
    style: Callable[[Row], str] | None = None


@dataclass(frozen=True)
class Head:
    """A column's head: the address that sorts by it, and how it is sorted now, as aria-sort says it."""

    label: str | Promise
    address: str
    sorted: str


@dataclass(frozen=True)
class Cell:
    """One cell as it is shown."""

    text: object
    address: str
    style: str


@dataclass(frozen=True)
class Table:
    """What templates/console/stages/_table.html shows. `query` stands before a page's number in its address.

    `is_bare`: nobody searched, and still there is nothing.
    """

    heads: list[Head]
    lines: list[list[Cell]]
    page: Page[Any]
    csv_address: str
    query: str
    sort: str
    words: str
    is_bare: bool


def table_of(request: HttpRequest, columns: Sequence[Column[Row]], rows: Sequence[Row], at: str = "") -> Table:
    """The page of the list that the reader asked for, in the order asked for.

    `at`: the list's own address, for pages that also stand elsewhere, such as in the answer to a form.
    """
    sort, words = _sort_in(request, columns), _words_in(request)
    page = Paginator(_wanted(request, columns, rows), PAGE_ROWS).get_page(request.GET.get("page"))
    kept = {name: value for name, value in (("q", words), ("sort", sort)) if value}
    return Table(
        heads=[_head(column, sort, words, at) for column in columns],
        lines=[[_cell(column, row) for column in columns] for row in page.object_list],
        page=page,
        csv_address=f"{at}?{urlencode(kept | {'download': 'csv'})}",
        query=f"{urlencode(kept)}{'&' if kept else ''}",
        sort=sort,
        words=words,
        is_bare=not rows,
    )


def csv_of(request: HttpRequest, columns: Sequence[Column[Row]], rows: Sequence[Row], name: str) -> HttpResponse | None:
    """The whole list as it was searched and sorted, as a file, when it was asked for."""
    if request.GET.get("download") != "csv":
        return None
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    answer = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    # Spreadsheets take a file without the mark for another encoding, and Korean for noise.
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow([column.name for column in columns])
    for row in _wanted(request, columns, rows):
        writer.writerow([cell(column.value(row)) for column in columns])
    return answer


def _words_in(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").split())[:MOST_WORDS]


def _sort_in(request: HttpRequest, columns: Sequence[Column[Row]]) -> str:
    asked = request.GET.get("sort", "")
    return asked if asked.removeprefix("-") in {column.name for column in columns} else ""


def _wanted(request: HttpRequest, columns: Sequence[Column[Row]], rows: Sequence[Row]) -> list[Row]:
    """The rows in which every word stands somewhere, in the order asked for."""
    words = _words_in(request).lower().split()
    found = [row for row in rows if all(word in _text(columns, row) for word in words)] if words else rows
    return _sorted(columns, found, _sort_in(request, columns))


def _text(columns: Sequence[Column[Row]], row: Row) -> str:
    return "\n".join(str(column.value(row)) for column in columns).lower()


def _sorted(columns: Sequence[Column[Row]], rows: Sequence[Row], sort: str) -> list[Row]:
    if not sort:
        return list(rows)
    value = next(column.value for column in columns if column.name == sort.removeprefix("-"))
    return sorted(rows, key=lambda row: _order(value(row)), reverse=sort.startswith("-"))


def _order(value: object) -> tuple[int, float, str]:
    """Numbers and instants by size, all else by its letters; what is missing comes first."""
    if value is None:
        return (0, 0.0, "")
    if isinstance(value, datetime):
        return (1, value.timestamp(), "")
    return (1, float(value), "") if isinstance(value, int | float | Decimal) else (1, 0.0, str(value).lower())


def _head(column: Column[Row], sort: str, words: str, at: str) -> Head:
    is_up, is_down = sort == column.name, sort == f"-{column.name}"
    kept = ({"q": words} if words else {}) | {"sort": f"-{column.name}" if is_up else column.name}
    return Head(column.label, f"{at}?{urlencode(kept)}", "ascending" if is_up else "descending" if is_down else "none")


def _cell(column: Column[Row], row: Row) -> Cell:
    value = column.value(row)
    shown = f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value
    return Cell(
        "–" if shown is None or shown == "" else shown,
        column.address(row) if column.address else "",
        column.style(row) if column.style else "",
    )
