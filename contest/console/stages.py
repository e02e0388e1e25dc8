"""Stages: the list, one stage with all that belongs to it, and the acts that move it."""

from datetime import UTC, datetime

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from contest.actions.refusals import ActRefused, NotAllowed
from contest.console.access import needs, organiser, role_in
from contest.console.refused import IssueLine, done_a_moment_ago, is_own_proposal, lines_of
from contest.console.seen import seen_in
from contest.console.stages_acts import ACTS, BY_NAME, StageAct, Told
from contest.console.stages_shown import heading, term_lines
from contest.found import or_404
from contest.queries.audit import ProposalView, open_proposal, proposals_page
from contest.queries.notices import notices_of
from contest.queries.stage_records import StageRecord, stage_record
from contest.queries.teams import team_records
from contest.rules.issues import Issue, blocking
from contest.rules.proposals import Kind
from contest.rules.roles import Act, may
from contest.rules.stages import RUNNING, StageState

MOST_PROPOSALS = 200
NEWEST_NOTICES = 5
OVER = frozenset({StageState.CLOSED, StageState.FINAL})


@needs(Act.READ_CONSOLE)
@require_safe
def stage(request: HttpRequest, slug: str) -> HttpResponse:
    """One stage: where it stands, what can be done next, its entrants, its terms, its notices."""
    record, language = or_404(stage_record(slug)), get_language() or "ko"
    now, role, runs = datetime.now(UTC), role_in(request), record.state in RUNNING
    present = {entry.entrant_slug for entry in record.entries}
    fielded = [entrant.facts for team in team_records() for entrant in team.entrants]
    context = heading(record, language) | {
        "terms": term_lines(record.terms, language),
        "steps": [(one, *_outlook(request, one, record, now)) for one in ACTS if record.state in one.states],
        "proposals": _proposals(record.slug),
        "free": [facts for facts in fielded if facts.slug not in present],
        "notices": notices_of(slug, language)[:NEWEST_NOTICES],
        "runs": runs,
        "is_over": record.state in OVER,
        "may_test": may(role, Act.TEST_ENDPOINT),
        "may_edit": may(role, Act.EDIT_STAGE),
        "can_enter": record.state not in OVER and may(role, Act.ENTER_LATE if runs else Act.ENTER_STAGE),
        "can_leave": record.state not in OVER and may(role, Act.WITHDRAW_ENTRANT if runs else Act.LEAVE_STAGE),
    }
    return render(request, "console/stages/stage.html", context)


@needs(Act.READ_CONSOLE)
@require_http_methods(["GET", "POST"])
def stage_act(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One act: what stands against it is told before it is done, and again with what was typed when it is refused."""
    record, one = or_404(stage_record(slug)), BY_NAME.get(name)
    if one is None:
        raise Http404
    now = datetime.now(UTC)
    if request.method == "GET":
        # What is not possible now is told as the gate tells it; for the others the state alone decides.
        issues = one.gate(slug, now) if record.state in one.states else []
        return _act_page(request, record, one, one.form() if one.form else None, lines_of(issues))
    form = one.form(request.POST) if one.form else None
    if form is not None and not form.is_valid():
        return _act_page(request, record, one, form, lines_of(one.gate(slug, now)), status=400)
    return _do(request, record, one, form, now)


def _do(request: HttpRequest, record: StageRecord, one: StageAct, form: Form | None, now: datetime) -> HttpResponse:
    told = Told(record.slug, seen_in(request), now, form.cleaned_data if form else {})
    try:
        one.do(organiser(request), told)
    except NotAllowed as refused:
        return _act_page(request, record, one, form, lines_of(refused.issues), status=403)
    except ActRefused as refused:
        if _is_there(request, one, told):
            return redirect("console-stage", record.slug)
        return _act_page(request, or_404(stage_record(record.slug)), one, form, lines_of(refused.issues), status=409)
    messages.success(request, str(one.done))
    return redirect("console-stage", record.slug)


def _is_there(request: HttpRequest, one: StageAct, told: Told) -> bool:
    """Whether the first of two clicks did what the second was refused."""
    if one.needs_two:
        waiting = open_proposal(Kind.CLOSE_EARLY, "stage", told.slug)
        return is_own_proposal(waiting, organiser(request).account_id, told.values["reason"])
    return done_a_moment_ago(request.user.get_username(), one.act, told.slug, told.now)


def _act_page(
    request: HttpRequest,
    record: StageRecord,
    one: StageAct,
    form: Form | None,
    issues: list[IssueLine],
    *,
    status: int = 200,
) -> HttpResponse:
    context = heading(record, get_language() or "ko") | {
        "step": one,
        "form": form,
        "issues": issues,
        "is_possible": record.state in one.states,
        "is_blocked": any(not issue.is_warning for issue in issues) and status == 200,
        "is_allowed": may(role_in(request), one.act),
        "may_edit": may(role_in(request), Act.EDIT_STAGE),
        "may_test": one.act is Act.OPEN_STAGE and may(role_in(request), Act.TEST_ENDPOINT),
        "has_errors": status == 400,
    }
    return render(request, "console/stages/act.html", context, status=status)


def _outlook(request: HttpRequest, one: StageAct, record: StageRecord, now: datetime) -> tuple[bool, int, int]:
    """Whether this person may do it, how many reasons block it, and how many warnings stand beside it."""
    issues: list[Issue] = one.gate(record.slug, now)
    against = len(blocking(issues))
    return may(role_in(request), one.act), against, len(issues) - against


def _proposals(slug: str) -> list[ProposalView]:
    waiting = proposals_page(0, MOST_PROPOSALS, only_open=True)
    return [one for one in waiting if (one.object_kind, one.object_ref) == ("stage", slug)]
