"""A stage is drafted, and a draft edited. Whatever is refused, nothing that was typed is lost."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contest.actions.refusals import ActRefused
from contest.actions.stages import create_stage, edit_stage
from contest.console.access import needs, organiser
from contest.console.refused import done_a_moment_ago, lines_of
from contest.console.seen import seen_in
from contest.console.stage_forms import (
    GateForm,
    GateForms,
    SlugForm,
    TermsForm,
    TopicForm,
    TopicForms,
    initial_gates,
    initial_terms,
    initial_topics,
    terms_of_form,
)
from contest.console.stages_shown import heading
from contest.found import or_404
from contest.queries.stage_records import StageRecord, stage_record
from contest.rules.issues import Issue
from contest.rules.roles import Act
from contest.rules.stages import StageState
from contest.rules.stages_publishing import NOTICE
from contest.rules.stages_terms import StageTerms, terms_as_json

ROWS = {"add_topic": "topics", "add_gate": "gates"}
"""The buttons that add an empty row, and the list that they add it to."""
FORTNIGHT = timedelta(days=14)


@dataclass
class Sheet:
    """All forms of the page, filled from a stage's terms or with what was typed. `slug` is asked of a new stage."""

    slug: SlugForm | None
    terms: TermsForm
    topics: "BaseFormSet[TopicForm]"
    gates: "BaseFormSet[GateForm]"

    def is_valid(self) -> bool:
        """Whether all can be read; every one is looked at, so that all faults are told at once."""
        found: list[forms.Form | BaseFormSet[Any] | None] = [self.slug, self.terms, self.topics, self.gates]
        # A list, not a generator: `all` would stop at the first fault.
        return all([form.is_valid() for form in found if form is not None])  # noqa: C419

    def stage_terms(self) -> StageTerms:
        """The terms that were typed; only of a valid sheet."""
        return terms_of_form(self.terms.cleaned_data, self.topics.cleaned_data, self.gates.cleaned_data)


@needs(Act.CREATE_STAGE)
@require_http_methods(["GET", "POST"])
def stage_new(request: HttpRequest) -> HttpResponse:
    """Draft a stage; its dates are proposed so that the month of notice is kept."""
    if request.method == "GET":
        return _page(request, None, _blank_sheet(datetime.now(UTC)))
    sheet = _typed_sheet(request.POST, with_slug=True)
    if ROWS.keys() & request.POST.keys():
        return _page(request, None, sheet)
    if not sheet.is_valid() or sheet.slug is None:
        return _page(request, None, sheet, status=400)
    slug, now = sheet.slug.cleaned_data["slug"], datetime.now(UTC)
    try:
        create_stage(organiser(request), slug, sheet.stage_terms(), now=now)
    except ActRefused as refused:
        if not done_a_moment_ago(request.user.get_username(), Act.CREATE_STAGE, slug, now):
            return _page(request, None, sheet, refused.issues, status=409)
    messages.success(request, _("단계를 만들었어요. 이제 참가 AI를 넣고 규칙을 알릴 수 있어요."))
    return redirect("console-stage", slug)


@needs(Act.EDIT_STAGE)
@require_http_methods(["GET", "POST"])
def stage_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit a draft."""
    record = or_404(stage_record(slug))
    if request.method == "GET":
        return _page(request, record, _filled_sheet(record.terms))
    sheet = _typed_sheet(request.POST, with_slug=False)
    if ROWS.keys() & request.POST.keys():
        return _page(request, record, sheet, seen=request.POST.get("seen", ""))
    if not sheet.is_valid():
        return _page(request, record, sheet, status=400, seen=request.POST.get("seen", ""))
    return _save(request, record, sheet)


def _save(request: HttpRequest, record: StageRecord, sheet: Sheet) -> HttpResponse:
    terms, now = sheet.stage_terms(), datetime.now(UTC)
    try:
        changed = edit_stage(organiser(request), record.slug, terms, seen=seen_in(request), now=now)
    except ActRefused as refused:
        newest = stage_record(record.slug) or record
        if terms_as_json(newest.terms) == terms_as_json(terms) and newest.state is StageState.DRAFT:
            return redirect("console-stage", record.slug)
        # The form now holds the newest revision: who reads what differs and saves again knows what is replaced.
        differing = _differing(newest.terms, terms)
        return _page(request, newest, sheet, refused.issues, status=409, differing=differing)
    messages.success(request, _("저장했어요.") if changed else _("바뀐 것이 없어요."))
    return redirect("console-stage", record.slug)


def _page(
    request: HttpRequest,
    record: StageRecord | None,
    sheet: Sheet,
    issues: list[Issue] | None = None,
    *,
    status: int = 200,
    seen: str | None = None,
    differing: list[str] | None = None,
) -> HttpResponse:
    context = (heading(record, get_language() or "ko") if record else {}) | {
        "sheet": sheet,
        "issues": lines_of(issues or []),
        "seen": (record.revision if record else 1) if seen is None else seen,
        "differing": differing or [],
        "has_errors": status == 400,
    }
    return render(request, "console/stages/edit.html", context, status=status)


def _blank_sheet(now: datetime) -> Sheet:
    opens_at = (now + NOTICE + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    terms = StageTerms("", "", opens_at, opens_at + FORTNIGHT, "", "")
    sheet = _filled_sheet(terms)
    sheet.slug = SlugForm()
    return sheet


def _filled_sheet(terms: StageTerms) -> Sheet:
    return Sheet(
        slug=None,
        terms=TermsForm(initial=initial_terms(terms)),
        topics=TopicForms(initial=initial_topics(terms), prefix="topics"),
        gates=GateForms(initial=initial_gates(terms), prefix="gates"),
    )


def _typed_sheet(typed: QueryDict, *, with_slug: bool) -> Sheet:
    data = typed.copy()
    for button, prefix in ROWS.items():
        total = data.get(f"{prefix}-TOTAL_FORMS", "")
        if button in data and total.isdecimal():
            data[f"{prefix}-TOTAL_FORMS"] = str(int(total) + 1)
    return Sheet(
        slug=SlugForm(data) if with_slug else None,
        terms=TermsForm(data),
        topics=TopicForms(data, prefix="topics"),
        gates=GateForms(data, prefix="gates"),
    )


def _differing(stored: StageTerms, typed: StageTerms) -> list[str]:
    """The names of the terms in which what is stored differs from what was typed, as the form calls them."""
    before, after = terms_as_json(stored), terms_as_json(typed)
    lists = {"topics": _("주제와 보기 질문"), "weights": _("배점"), "gates": _("관문")}
    labels = lists | {name: str(field.label) for name, field in TermsForm.base_fields.items()}
    return [labels[name] for name in after if before.get(name) != after[name]]
