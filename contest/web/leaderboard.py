"""The public leaderboard. The same bytes for every visitor of one language, so they are made once for all."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_response_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from contest.queries.stages import current_stage
from contest.web.board_choice import Choice, choice_in
from contest.web.board_files import as_csv, as_json
from contest.web.board_page import Shown, kept_board, names_for, page_context, shown_board
from contest.web.board_rows import rows_of
from contest.web.notices import status_lines

KEEP_SECONDS = 1.0
MOST_KEPT = 200
MOST_DIGITS = 12
Key = tuple[str, str, Choice]


@dataclass(frozen=True)
class Kept:
    """A page's bytes, with the snapshot they show and how long they may be shown without a look at the database."""

    content: bytes
    number: int
    until: float


# One page per template, language and choice. A page is made anew once a second at most, unless a reader knows of a
# newer one.
kept_pages: dict[Key, Kept] = {}


def _make(key: Key) -> Kept:
    template, language, choice = key
    shown = shown_board(choice, language)
    page = page_context(shown, language, is_kept=False)
    stage = current_stage(language, datetime.now(UTC))
    page |= {"stage": stage, "status_lines": status_lines(stage, language)}
    content = render_to_string(template, page).encode()
    number = shown.snapshot.number if shown and shown.snapshot else 0
    return Kept(content, number, time.monotonic() + KEEP_SECONDS)


def _known_number(request: HttpRequest) -> int:
    """The newest snapshot that the reader has heard of; 0 when it does not say."""
    number = request.GET.get("n", "")
    return int(number) if number.isdecimal() and len(number) < MOST_DIGITS else 0


def _answer(request: HttpRequest, template: str) -> HttpResponse:
    key = template, _language(), choice_in(request.GET)
    kept = kept_pages.get(key)
    if kept is None or time.monotonic() >= kept.until or kept.number < _known_number(request):
        if len(kept_pages) >= MOST_KEPT:
            # Anybody can make up choices; the common ones are made again at once.
            kept_pages.clear()
        kept = kept_pages[key] = _make(key)
    response = HttpResponse(kept.content)
    patch_response_headers(response, cache_timeout=1)
    return response


def _language() -> str:
    return get_language() or "ko"


@require_safe
def leaderboard(request: HttpRequest) -> HttpResponse:
    """The page. `?stage=`, `?slice=` and `?look=` choose; without them it is the current stage's whole, raw board."""
    return _answer(request, "leaderboard/leaderboard.html")


@require_safe
def leaderboard_board(request: HttpRequest) -> HttpResponse:
    """The board alone, for pages that are open while a new snapshot comes out: `?n=` names the one they heard of."""
    return _answer(request, "leaderboard/_board.html")


@require_safe
def leaderboard_snapshot(request: HttpRequest, ref: str) -> HttpResponse:
    """One snapshot for ever, by its own address."""
    shown = _kept_or_404(request, ref)
    page = page_context(shown, _language(), is_kept=True)
    page["stage"] = current_stage(_language(), datetime.now(UTC))
    return HttpResponse(render_to_string("leaderboard/leaderboard.html", page))


@require_safe
def leaderboard_file(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """The chosen board of a snapshot as `csv` or `json`."""
    shown = _kept_or_404(request, ref)
    snapshot = shown.snapshot
    if snapshot is None:
        raise Http404
    names, rows = names_for(snapshot, _language()), rows_of(snapshot, shown.choice)
    if kind == "csv":
        response = HttpResponse(as_csv(rows, names), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(as_json(snapshot, rows, names, shown.choice), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="leaderboard-{shown.stage.slug}-{snapshot.number}.{kind}"'
    return response


def _kept_or_404(request: HttpRequest, ref: str) -> Shown:
    shown = kept_board(ref, choice_in(request.GET), _language())
    if shown is None:
        raise Http404
    return shown
