"""Teams are made and edited, and get their emblem. Whatever is refused, nothing that was typed is lost."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contest.actions.emblems import set_emblem
from contest.actions.refusals import ActRefused
from contest.actions.teams import create_team, edit_team
from contest.console.access import needs, organiser
from contest.console.refused import done_a_moment_ago, lines_of
from contest.console.team_forms import (
    OrganisationForm,
    OrganisationForms,
    TeamForm,
    initial_participants,
    initial_team,
    team_of_form,
)
from contest.found import or_404
from contest.queries.teams import TeamRecord, team_record
from contest.rules.emblems import MOST_BYTES
from contest.rules.issues import Issue
from contest.rules.roles import Act
from contest.rules.teams import OrganisationFacts, TeamFacts

PREFIX = "participants"
NOBODY = OrganisationFacts("", "")


@dataclass
class Sheet:
    """The forms of the page. The slug of a team that exists is shown and not asked."""

    team: TeamForm
    participants: "BaseFormSet[OrganisationForm]"

    def is_valid(self) -> bool:
        """Whether both can be read; both are looked at, so that all faults are told at once."""
        return all([self.team.is_valid(), self.participants.is_valid()])

    def facts(self, static_emblem: str) -> TeamFacts:
        """What was typed; only of a valid sheet."""
        return team_of_form(self.team.cleaned_data, self.participants.cleaned_data, static_emblem)


@needs(Act.CREATE_TEAM)
@require_http_methods(["GET", "POST"])
def team_new(request: HttpRequest) -> HttpResponse:
    """Make a team."""
    if request.method == "GET":
        return _page(request, None, _filled(TeamFacts("", "", "", NOBODY)))
    sheet = _typed(request.POST, None)
    if "add_participant" in request.POST:
        return _page(request, None, sheet)
    if not sheet.is_valid():
        return _page(request, None, sheet, status=400)
    facts, now = sheet.facts(""), datetime.now(UTC)
    try:
        create_team(organiser(request), facts, now=now)
    except ActRefused as refused:
        if not done_a_moment_ago(request.user.get_username(), Act.CREATE_TEAM, facts.slug, now):
            return _page(request, None, sheet, refused.issues, status=409)
    messages.success(request, _("팀을 만들었어요. 이제 엠블럼과 참가 AI를 넣을 수 있어요."))
    return redirect("console-team", facts.slug)


@needs(Act.EDIT_TEAM)
@require_http_methods(["GET", "POST"])
def team_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit what is said of a team."""
    record = or_404(team_record(slug))
    if request.method == "GET":
        return _page(request, record, _filled(record.facts))
    sheet, seen = _typed(request.POST, record.facts), request.POST.get("seen", "")
    if "add_participant" in request.POST:
        return _page(request, record, sheet, seen=seen)
    if not sheet.is_valid():
        return _page(request, record, sheet, status=400, seen=seen)
    facts, now = sheet.facts(record.facts.static_emblem), datetime.now(UTC)
    try:
        changed = edit_team(organiser(request), facts, seen=int(seen) if seen.isdecimal() else 0, now=now)
    except ActRefused as refused:
        newest = or_404(team_record(slug))
        if newest.facts == facts:
            return redirect("console-team", slug)
        return _page(request, newest, sheet, refused.issues, status=409)
    messages.success(request, _("저장했어요.") if changed else _("바뀐 것이 없어요."))
    return redirect("console-team", slug)


@needs(Act.SET_EMBLEM)
@require_POST
def team_emblem(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a team an emblem. What is uploaded is checked and painted anew."""
    record = or_404(team_record(slug))
    file = request.FILES.get("emblem")
    if file is None:
        messages.error(request, _("그림 파일을 고르세요."))
        return redirect("console-team", slug)
    try:
        # One byte more than allowed is enough to be refused; the rest need not be read.
        changed = set_emblem(organiser(request), slug, file.read(MOST_BYTES + 1), now=datetime.now(UTC))
    except ActRefused as refused:
        context = {"record": record, "issues": lines_of(refused.issues)}
        return render(request, "console/teams/emblem_refused.html", context, status=409)
    messages.success(request, _("엠블럼을 바꿨어요.") if changed else _("이미 쓰고 있는 엠블럼이에요."))
    return redirect("console-team", slug)


def _page(
    request: HttpRequest,
    record: TeamRecord | None,
    sheet: Sheet,
    issues: list[Issue] | None = None,
    *,
    status: int = 200,
    seen: str | None = None,
) -> HttpResponse:
    context = {
        "record": record,
        "sheet": sheet,
        "issues": lines_of(issues or []),
        "seen": (record.revision if record else 1) if seen is None else seen,
        "has_errors": status == 400,
    }
    return render(request, "console/teams/edit.html", context, status=status)


def _filled(facts: TeamFacts) -> Sheet:
    form = TeamForm(initial=initial_team(facts))
    form.fields["slug"].disabled = bool(facts.slug)
    return Sheet(form, OrganisationForms(initial=initial_participants(facts), prefix=PREFIX))


def _typed(typed: QueryDict, facts: TeamFacts | None) -> Sheet:
    data = typed.copy()
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    if "add_participant" in data and total.isdecimal():
        data[f"{PREFIX}-TOTAL_FORMS"] = str(int(total) + 1)
    form = TeamForm(data, initial=initial_team(facts) if facts else {})
    form.fields["slug"].disabled = facts is not None
    return Sheet(form, OrganisationForms(data, prefix=PREFIX))
