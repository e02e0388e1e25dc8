"""Short lists of the console, such as stages and teams: sorted, paged and downloaded in one way."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise

Row = TypeVar("Row")
PAGE_ROWS = 50
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column. `value` is what is sorted and downloaded; `address` leads to the row's page; `style` is a class."""

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
    """What templates/console/stages/_table.html shows."""

    heads: list[Head]
    lines: list[list[Cell]]
    page: Page[Any]
    csv_address: str
    sort: str


def table_of(request: HttpRequest, columns: Sequence[Column[Row]], rows: Sequence[Row]) -> Table:
    """The page of the list that the reader asked for, in the order asked for."""
    sort = _sort_in(request, columns)
    page = Paginator(_sorted(columns, rows, sort), PAGE_ROWS).get_page(request.GET.get("page"))
    lines = [[_cell(column, row) for column in columns] for row in page.object_list]
    heads = [_head(column, sort) for column in columns]
    return Table(heads, lines, page, "?" + urlencode({"sort": sort, "download": "csv"}), sort)


def csv_of(request: HttpRequest, columns: Sequence[Column[Row]], rows: Sequence[Row], name: str) -> HttpResponse | None:
    """The whole list as a file, when it was asked for."""
    if request.GET.get("download") != "csv":
        return None
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    answer = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    # Spreadsheets take a file without the mark for another encoding, and Korean for noise.
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow([column.name for column in columns])
    for row in _sorted(columns, rows, _sort_in(request, columns)):
        writer.writerow([safe(column.value(row)) for column in columns])
    return answer


def safe(value: object) -> str:
    """A cell that no spreadsheet takes for a formula. Instants are written in UTC."""
    text = value.isoformat() if isinstance(value, datetime) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _sort_in(request: HttpRequest, columns: Sequence[Column[Row]]) -> str:
    asked = request.GET.get("sort", "")
    return asked if asked.removeprefix("-") in {column.name for column in columns} else ""


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
    return (1, float(value), "") if isinstance(value, int | float) else (1, 0.0, str(value).lower())


def _head(column: Column[Row], sort: str) -> Head:
    is_up, is_down = sort == column.name, sort == f"-{column.name}"
    address = "?" + urlencode({"sort": f"-{column.name}" if is_up else column.name})
    return Head(column.label, address, "ascending" if is_up else "descending" if is_down else "none")


def _cell(column: Column[Row], row: Row) -> Cell:
    value = column.value(row)
    shown = f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value
    return Cell(
        "–" if shown is None or shown == "" else shown,
        column.address(row) if column.address else "",
        column.style(row) if column.style else "",
    )
