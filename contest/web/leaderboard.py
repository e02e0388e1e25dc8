"""The public leaderboard: the page, the board alone, permanent addresses and files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_response_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from contest.found import or_404
from contest.web.board_choice import choice_in
from contest.web.board_files import as_csv, as_json, file_name
from contest.web.board_kept import page_bytes, shown_now
from contest.web.board_page import Shown, kept_board, names_for, page_context
from contest.web.board_rows import rows_of
from contest.web.context import surroundings

MOST_DIGITS = 12
# What chooses the language of a page.
in_its_language = vary_on_headers("Accept-Language", "Cookie")


def _known_number(request: HttpRequest) -> int:
    """The newest snapshot that the reader has heard of; 0 when it does not say."""
    number = request.GET.get("n", "")
    return int(number) if number.isdecimal() and len(number) < MOST_DIGITS else 0


def _answer(request: HttpRequest, template: str) -> HttpResponse:
    choice, language = choice_in(request.GET), _language()
    shown = shown_now(choice, language, _known_number(request))
    if shown is None and choice.stage:
        raise Http404
    content = page_bytes(template, language, shown, lambda: _rendered(template, language, shown))
    response = HttpResponse(content)
    patch_response_headers(response, cache_timeout=1)
    return response


def _rendered(template: str, language: str, shown: Shown | None) -> bytes:
    page = surroundings(language) | page_context(shown, language, is_kept=False)
    return render_to_string(template, page).encode()


def _language() -> str:
    return get_language() or "ko"


@require_safe
@in_its_language
def leaderboard(request: HttpRequest) -> HttpResponse:
    """The page. `?stage=`, `?slice=` and `?look=` choose; without them it is the current stage's whole, raw board.

    The same bytes for every reader of one board in one language.
    """
    return _answer(request, "leaderboard/leaderboard.html")


@require_safe
@in_its_language
def leaderboard_board(request: HttpRequest) -> HttpResponse:
    """The board alone, for pages that are open while a new snapshot comes out: `?n=` names the one they heard of."""
    return _answer(request, "leaderboard/_board.html")


@require_safe
@in_its_language
def leaderboard_snapshot(request: HttpRequest, ref: str) -> HttpResponse:
    """One snapshot for ever, by its own address."""
    shown = _kept_or_404(request, ref)
    page = surroundings(_language()) | page_context(shown, _language(), is_kept=True)
    return HttpResponse(render_to_string("leaderboard/leaderboard.html", page))


@require_safe
@in_its_language
def leaderboard_file(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """The chosen board of a snapshot as `csv` or `json`."""
    shown = _kept_or_404(request, ref)
    snapshot = or_404(shown.snapshot)
    names, rows = names_for(snapshot, _language()), rows_of(snapshot, shown.choice)
    if kind == "csv":
        response = HttpResponse(as_csv(shown.stage, rows, names), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(
            as_json(shown.stage, snapshot, rows, names, shown.choice), content_type="application/json"
        )
    response["Content-Disposition"] = f'attachment; filename="{file_name(shown.stage, snapshot.number)}.{kind}"'
    return response


def _kept_or_404(request: HttpRequest, ref: str) -> Shown:
    return or_404(kept_board(ref, choice_in(request.GET), _language()))
