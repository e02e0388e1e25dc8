"""Results of a stage's evaluations: what there is by entrant, and the sheet on which a chief enters them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contest.actions.evaluations import enter_results
from contest.actions.refusals import ActRefused
from contest.console.access import needs, organiser, role_in
from contest.console.evaluations_form import ResultsForm, result_lines, sheet_in
from contest.console.refused import lines_of, status_of
from contest.console.stages_shown import heading
from contest.console.stages_tables import Column, csv_of, table_of
from contest.found import or_404
from contest.queries.evaluation_texts import EVALUATIONS, verdict
from contest.queries.standings import Competitor, StageStanding, stage_standing
from contest.rules.evaluations import sheet_digest
from contest.rules.issues import Issue
from contest.rules.roles import Act, may
from contest.rules.stages_release import DONE
from contest.rules.stages_terms import Gate
from contest.rules.standings import counted_evaluations


@needs(Act.READ_CONSOLE)
@require_safe
def evaluations(request: HttpRequest, stage: str) -> HttpResponse:
    """The results of all competing entrants of a stage."""
    found, language = or_404(stage_standing(stage)), get_language() or "ko"
    columns, rows = _columns(found, language), list(found.competitors.values())
    file = csv_of(request, [*columns, *_notes(found, language)], rows, f"evaluations-{stage}")
    if file is not None:
        return file
    context = heading(found.record, language) | {
        "found": found,
        "table": table_of(request, columns, rows),
        "is_over": found.record.state in DONE,
        "missing": found.standing.missing,
        "has_weights": bool(counted_evaluations(found.record.terms.weights)),
        "may_enter": may(role_in(request), Act.ENTER_RESULTS),
    }
    return render(request, "console/standings/evaluations.html", context)


@needs(Act.READ_CONSOLE, to_post=Act.ENTER_RESULTS)
@require_http_methods(["GET", "POST"])
def evaluation(request: HttpRequest, stage: str, entrant: str) -> HttpResponse:
    """The results of one entrant: to read for all, to enter for a chief."""
    found = or_404(stage_standing(stage))
    if entrant not in found.competitors:
        raise Http404
    if request.method == "GET":
        return _sheet(request, found, entrant, ResultsForm(found.record.terms, found.competitors[entrant]))
    form = ResultsForm(found.record.terms, found.competitors[entrant], request.POST)
    if not form.is_valid():
        return _sheet(request, found, entrant, form, status=400, seen=request.POST.get("seen", ""))
    return _enter(request, found, entrant, form)


def _enter(request: HttpRequest, found: StageStanding, entrant: str, form: ResultsForm) -> HttpResponse:
    stage, sheet = found.record.slug, sheet_in(form, found.record.terms)
    try:
        seen = request.POST.get("seen", "")
        enter_results(organiser(request), stage, entrant, sheet, seen=seen, now=datetime.now(UTC))
    except ActRefused as refused:
        now = or_404(stage_standing(stage))
        # What stands there already needs no entering: a second click.
        is_there = entrant in now.competitors and now.competitors[entrant].sheet == sheet
        if not (is_there and [issue.code for issue in refused.issues] == ["changed_meanwhile"]):
            return _sheet(request, now, entrant, form, refused.issues, status_of(refused))
    messages.success(request, _("%(entrant)s의 평가 결과를 적었어요.") % {"entrant": entrant})
    return redirect("console-evaluation-stage", stage)


def _sheet(
    request: HttpRequest,
    found: StageStanding,
    entrant: str,
    form: ResultsForm,
    issues: Sequence[Issue] = (),
    status: int = 200,
    seen: str = "",
) -> HttpResponse:
    language, one = get_language() or "ko", found.competitors.get(entrant)
    context = heading(found.record, language) | {
        "entrant": one.who.entrant(language) if one else entrant,
        "lines": result_lines(found.record.terms, one, language) if one else [],
        "form": form,
        # After an error in a field it is still what was looked at: whoever saved meanwhile is not overwritten.
        "seen": seen or (sheet_digest(one.sheet) if one else ""),
        "issues": lines_of(issues),
        "is_over": found.record.state in DONE,
        "may_enter": may(role_in(request), Act.ENTER_RESULTS),
        "has_errors": status == 400,
    }
    return render(request, "console/standings/evaluation.html", context, status=status)


def _columns(found: StageStanding, language: str) -> list[Column[Competitor]]:
    stage, terms = found.record.slug, found.record.terms
    return [
        Column(
            "entrant",
            _("참가 AI"),
            lambda row: row.who.entrant(language),
            lambda row: reverse("console-evaluation-entrant", args=[stage, row.entry.entrant_slug]),
        ),
        Column("team", _("팀"), lambda row: row.who.team(language)),
        *(
            Column(name, f"{EVALUATIONS[name]} ({terms.weights[name]})", _points_of(name))
            for name in counted_evaluations(terms.weights)
        ),
        *(Column(f"gate_{gate.slug}", gate.name(language), _verdict_of(gate)) for gate in terms.gates),
    ]


def _notes(found: StageStanding, language: str) -> list[Column[Competitor]]:
    """What only the file tells beside the table: sources and reasons."""
    terms = found.record.terms
    names = counted_evaluations(terms.weights)
    return [
        *(Column(f"{name}_source", EVALUATIONS[name], _source_of(name)) for name in names),
        *(Column(f"gate_{gate.slug}_reason", gate.slug, _reason_of(gate)) for gate in terms.gates),
        Column("left_out", _("순위를 매기지 않는 이유"), lambda row: row.sheet.left_out),
    ]


def _points_of(name: str) -> Callable[[Competitor], object]:
    return lambda row: row.points_in(name)


def _source_of(name: str) -> Callable[[Competitor], object]:
    return lambda row: row.sheet.points[name].note if name in row.sheet.points else None


def _verdict_of(gate: Gate) -> Callable[[Competitor], object]:
    return lambda row: verdict(row.sheet.gates.get(gate.slug)) or None


def _reason_of(gate: Gate) -> Callable[[Competitor], object]:
    return lambda row: row.sheet.gates[gate.slug].reason if gate.slug in row.sheet.gates else None


urlpatterns: list[Any] = [
    path("evaluations/<slug:stage>/", evaluations, name="console-evaluation-stage"),
    path("evaluations/<slug:stage>/<slug:entrant>/", evaluation, name="console-evaluation-entrant"),
]
