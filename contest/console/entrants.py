"""Entrants: enrolled by a team, described, and pointed at the replicas that serve them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.forms import BaseFormSet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contest.actions.entrants import change_endpoints, edit_entrant, enrol
from contest.actions.refusals import ActRefused
from contest.console.access import needs, organiser
from contest.console.refused import done_a_moment_ago, lines_of
from contest.console.seen import seen_in
from contest.console.team_forms import (
    EntrantForm,
    ReplicaForm,
    ReplicaForms,
    entrant_of_form,
    initial_entrant,
    replicas_of_form,
)
from contest.found import or_404
from contest.queries.addresses import address_issues
from contest.queries.teams import EntrantRecord, entrant_record, team_record
from contest.rules.issues import Issue
from contest.rules.roles import Act
from contest.rules.teams import Replica

PREFIX = "replicas"


@dataclass
class Sheet:
    """The forms of the page."""

    entrant: EntrantForm | None
    replicas: "BaseFormSet[ReplicaForm] | None"

    def is_valid(self) -> bool:
        """Whether all can be read; all are looked at, so that all faults are told at once."""
        # A list, not a generator: `all` would stop at the first fault.
        return all([form.is_valid() for form in (self.entrant, self.replicas) if form is not None])  # noqa: C419


@needs(Act.ENROL_ENTRANT)
@require_http_methods(["GET", "POST"])
def entrant_new(request: HttpRequest, team: str) -> HttpResponse:
    """Enrol a version of a team, with its replicas."""
    if team_record(team) is None:
        raise Http404
    if request.method == "GET":
        rows = ReplicaForms(initial=[{}], prefix=PREFIX)
        return _page(request, team, None, Sheet(EntrantForm(), rows))
    sheet = Sheet(EntrantForm(request.POST), _typed_replicas(request.POST))
    if "add_replica" in request.POST:
        return _page(request, team, None, sheet)
    if not sheet.is_valid() or sheet.entrant is None or sheet.replicas is None:
        return _page(request, team, None, sheet, status=400)
    facts = entrant_of_form(sheet.entrant.cleaned_data, team)
    replicas, now = replicas_of_form(sheet.replicas.cleaned_data), datetime.now(UTC)
    issues = _address_issues(replicas)
    if issues:
        return _page(request, team, None, sheet, issues, status=409)
    try:
        enrol(organiser(request), facts, replicas, now=now)
    except ActRefused as refused:
        if not done_a_moment_ago(request.user.get_username(), Act.ENROL_ENTRANT, facts.slug, now):
            return _page(request, team, None, sheet, refused.issues, status=409)
    messages.success(request, _("참가 AI를 등록했어요."))
    return redirect("console-team", team)


@needs(Act.EDIT_ENTRANT)
@require_http_methods(["GET", "POST"])
def entrant_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit what is said of an entrant; its team, and whether it competes, never change."""
    record = or_404(entrant_record(slug))
    form = EntrantForm(request.POST or None, initial=initial_entrant(record.facts))
    for name in ("slug", "is_reference"):
        form.fields[name].disabled = True
    sheet, team = Sheet(form, None), record.facts.team
    if request.method == "GET":
        return _page(request, team, record, sheet)
    if not sheet.is_valid():
        return _page(request, team, record, sheet, status=400, seen=request.POST.get("seen"))
    facts = entrant_of_form(form.cleaned_data, team)
    try:
        changed = edit_entrant(organiser(request), facts, seen=seen_in(request), now=datetime.now(UTC))
    except ActRefused as refused:
        newest = or_404(entrant_record(slug))
        if newest.facts == facts:
            return redirect("console-team", team)
        return _page(request, team, newest, sheet, refused.issues, status=409)
    messages.success(request, _("저장했어요.") if changed else _("바뀐 것이 없어요."))
    return redirect("console-team", team)


@needs(Act.CHANGE_ENDPOINTS)
@require_http_methods(["GET", "POST"])
def entrant_replicas(request: HttpRequest, slug: str) -> HttpResponse:
    """Point an entrant at the replicas that serve it."""
    record = or_404(entrant_record(slug))
    before = [
        Replica(row.base_url, row.served_name, row.api_key_variable, row.context_tokens) for row in record.endpoints
    ]
    team = record.facts.team
    if request.method == "GET":
        rows = ReplicaForms(initial=[vars(one) for one in before] or [{}], prefix=PREFIX)
        return _page(request, team, record, Sheet(None, rows))
    sheet = Sheet(None, _typed_replicas(request.POST))
    if "add_replica" in request.POST:
        return _page(request, team, record, sheet, seen=request.POST.get("seen"))
    if not sheet.is_valid() or sheet.replicas is None:
        return _page(request, team, record, sheet, status=400, seen=request.POST.get("seen"))
    replicas = replicas_of_form(sheet.replicas.cleaned_data)
    if set(replicas) == set(before):
        messages.success(request, _("바뀐 것이 없어요."))
        return redirect("console-team", team)
    issues = _address_issues(replicas)
    if issues:
        return _page(request, team, record, sheet, issues, status=409, seen=request.POST.get("seen"))
    try:
        change_endpoints(organiser(request), slug, replicas, seen=seen_in(request), now=datetime.now(UTC))
    except ActRefused as refused:
        return _page(request, team, or_404(entrant_record(slug)), sheet, refused.issues, status=409)
    messages.success(request, _("서버를 바꿨어요."))
    return redirect("console-team", team)


def _address_issues(replicas: tuple[Replica, ...]) -> list[Issue]:
    return [issue for one in replicas for issue in address_issues(one.base_url, settings.ARENA_ENDPOINT_HOSTS)]


def _page(
    request: HttpRequest,
    team: str,
    record: EntrantRecord | None,
    sheet: Sheet,
    issues: list[Issue] | None = None,
    *,
    status: int = 200,
    seen: str | None = None,
) -> HttpResponse:
    context = {
        "team": team,
        "record": record,
        "sheet": sheet,
        "issues": lines_of(issues or []),
        "seen": (record.revision if record else 1) if seen is None else seen,
        "has_errors": status == 400,
    }
    return render(request, "console/entrants/edit.html", context, status=status)


def _typed_replicas(typed: QueryDict) -> "BaseFormSet[ReplicaForm]":
    data = typed.copy()
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    if "add_replica" in data and total.isdecimal():
        data[f"{PREFIX}-TOTAL_FORMS"] = str(int(total) + 1)
    rows: BaseFormSet[ReplicaForm] = ReplicaForms(data, prefix=PREFIX)
    return rows
