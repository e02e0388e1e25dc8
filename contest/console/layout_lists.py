"""What every list of the console shares: the stage it is about, where its page begins, and the way to the next one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.paginator import Page as CountedPage
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from arena.queries.keyset import Page, Place
from contest.found import or_404
from contest.queries.stage_choices import StageChoice, stage_choices

PER_PAGE = 50
ROWS_A_READ = 2000
PLACES = ("after", "before", "page")

Read = Callable[[int, int], Sequence[Any]]


class DayInput(forms.DateInput):
    """The browser's own picker of a day."""

    input_type = "date"


class SearchForm(forms.Form):
    """A list's search. What cannot be read does not narrow: an address that somebody mended by hand still opens."""

    def wanted(self) -> dict[str, Any]:
        """What was chosen, by field."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}


class DaysForm(SearchForm):
    """A search within days in Korea, both ends counted in."""

    since = forms.DateField(label=_("이날부터"), required=False, widget=DayInput())
    until = forms.DateField(label=_("이날까지"), required=False, widget=DayInput())

    def days(self) -> tuple[datetime | None, datetime | None]:
        """The instants from which and before which."""
        wanted = self.wanted()
        until = wanted["until"] + timedelta(days=1) if wanted["until"] else None
        return _midnight(wanted["since"]), _midnight(until)


@dataclass(frozen=True)
class Links:
    """The ways on from a page of a list, as queries; empty where there is none."""

    previous: str
    next: str
    first: str
    turned: str
    download: str


def language() -> str:
    """The reader's language."""
    return get_language() or "ko"


def chosen_stage(request: HttpRequest) -> tuple[StageChoice | None, list[StageChoice]]:
    """The stage that `?stage=` names, else the first; and all of them. 404 for an unknown one."""
    choices = stage_choices(language())
    slug = request.GET.get("stage", "")
    if not slug:
        return (choices[0] if choices else None), choices
    found = or_404(next((choice for choice in choices if choice.slug == slug), None))
    return found, choices


def place_of(request: HttpRequest, size: int = PER_PAGE) -> Place:
    """Where the page begins: `?after=` or `?before=` a ref, `?sort=oldest` from the other end."""
    before = request.GET.get("before", "")
    return Place(before or request.GET.get("after", ""), bool(before), is_oldest_first(request), size)


def whole_list(request: HttpRequest) -> Place:
    """The list from its beginning, for a file that is read in parts."""
    return Place(oldest_first=is_oldest_first(request), size=ROWS_A_READ)


def is_oldest_first(request: HttpRequest) -> bool:
    """Whether `?sort=oldest` turns the list around."""
    return request.GET.get("sort") == "oldest"


def links_of(request: HttpRequest, page: Page[Any]) -> Links:
    """The ways on from this page."""
    turned = {"sort": "" if is_oldest_first(request) else "oldest"}
    return Links(
        previous=query_with(request.GET, {"before": page.previous}) if page.previous else "",
        next=query_with(request.GET, {"after": page.next}) if page.next else "",
        first=query_with(request.GET, {}),
        turned=query_with(request.GET, turned),
        download=query_with(request.GET, {}),
    )


def query_with(query: QueryDict, changes: Mapping[str, str]) -> str:
    """The query without its place in the list, with these changes; empty values go."""
    kept = query.copy()
    for name in PLACES:
        kept.pop(name, None)
    for name, value in changes.items():
        kept[name] = value
    for name in [name for name, value in kept.items() if not value]:
        del kept[name]
    return f"?{kept.urlencode()}"


class Counted:
    """A list that can be counted, for Django's Paginator: it reads only the slice that is shown."""

    def __init__(self, count: int, read: Read) -> None:
        self._count, self._read = count, read

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, part: slice) -> Sequence[Any]:
        return self._read(part.start, part.stop)


def counted_page(request: HttpRequest, count: int, read: Read, per_page: int = PER_PAGE) -> CountedPage[Any]:
    """Page `?page=` of a list of `count` rows; `read(start, stop)` reads some of them."""
    pages: Paginator[Any] = Paginator(Counted(count, read), per_page)  # type: ignore[arg-type]  # reads slices alone
    return pages.get_page(request.GET.get("page"))


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None
