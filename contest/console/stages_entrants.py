"""Entrants enter a stage and withdraw from it."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contest.actions.refusals import ActRefused
from contest.actions.stages_entries import enter_stage, withdraw_entrant
from contest.console.access import needs, organiser
from contest.console.refused import done_a_moment_ago, lines_of
from contest.console.seen import seen_in
from contest.console.stages_acts import ReasonForm
from contest.console.stages_shown import heading
from contest.found import or_404
from contest.queries.stage_records import stage_record
from contest.rules.issues import Issue
from contest.rules.roles import Act
from contest.rules.stages import RUNNING


@needs(Act.ENTER_STAGE)
@require_POST
def stage_enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Give an entrant a place. In a stage that runs it enters late, which only a chief may let it."""
    entrant, now = request.POST.get("entrant", ""), datetime.now(UTC)
    try:
        enter_stage(organiser(request), slug, entrant, seen=seen_in(request), now=now)
    except ActRefused as refused:
        if not _entered_a_moment_ago(request, slug, entrant, now):
            return _refusal(request, slug, entrant, refused.issues)
    messages.success(request, _("%(entrant)s이(가) 들어왔어요.") % {"entrant": entrant})
    return redirect("console-stage", slug)


@needs(Act.LEAVE_STAGE)
@require_http_methods(["GET", "POST"])
def stage_withdraw(request: HttpRequest, slug: str, entrant: str) -> HttpResponse:
    """Withdraw an entrant, with the reason; what it has played stays and counts."""
    record = stage_record(slug)
    entry = next((row for row in record.entries if row.entrant_slug == entrant), None) if record else None
    if record is None or entry is None:
        raise Http404
    form, issues, status = ReasonForm(request.POST or None), list[Issue](), 200
    if request.method == "POST" and form.is_valid():
        now, reason = datetime.now(UTC), form.cleaned_data["reason"]
        try:
            withdraw_entrant(organiser(request), slug, entrant, seen=seen_in(request), now=now, reason=reason)
        except ActRefused as refused:
            act = Act.WITHDRAW_ENTRANT if record.state in RUNNING else Act.LEAVE_STAGE
            if entry.withdrawn_at and done_a_moment_ago(request.user.get_username(), act, slug, now):
                return redirect("console-stage", slug)
            issues, status = refused.issues, 409
            record = stage_record(slug) or record
        else:
            messages.success(request, _("%(entrant)s이(가) 물러났어요.") % {"entrant": entrant})
            return redirect("console-stage", slug)
    context = heading(record, get_language() or "ko") | {
        "entry": entry,
        "form": form,
        "issues": lines_of(issues),
        "runs": record.state in RUNNING,
        "has_errors": status == 200 and request.method == "POST",
    }
    return render(request, "console/stages/withdraw.html", context, status=status)


def _entered_a_moment_ago(request: HttpRequest, slug: str, entrant: str, now: datetime) -> bool:
    record, name = stage_record(slug), request.user.get_username()
    is_in = record is not None and any(
        entry.entrant_slug == entrant and entry.withdrawn_at is None for entry in record.entries
    )
    return is_in and any(done_a_moment_ago(name, act, slug, now) for act in (Act.ENTER_STAGE, Act.ENTER_LATE))


def _refusal(request: HttpRequest, slug: str, entrant: str, issues: list[Issue]) -> HttpResponse:
    record = or_404(stage_record(slug))
    context = heading(record, get_language() or "ko") | {"entrant": entrant, "issues": lines_of(issues)}
    return render(request, "console/stages/refused.html", context, status=409)
