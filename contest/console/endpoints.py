"""Endpoints: how each is now, switched on and off, and tested by a worker."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from arena.orders import check_endpoint
from arena.queries.canaries import AlertView, CanaryView, endpoint_alerts, fingerprint_taken_at, newest_canaries
from arena.queries.endpoint_checks import EndpointCheckView, LookView, last_looks, newest_checks, newest_looks
from arena.queries.endpoints import EndpointRecord
from contest.actions.endpoint_tests import begin_endpoint_test
from contest.actions.entrants import switch_endpoint
from contest.actions.refusals import ActRefused
from contest.console.access import needs, organiser, role_in
from contest.console.endpoints_tested import HEALTH, PointLine, Text, point_lines, problem_text
from contest.found import or_404
from contest.queries.teams import EntrantRecord, team_records
from contest.rules.roles import Act, Person, may

SHOWN_LOOKS = 30
SHOWN_CHECKS = 5
SHOWN_CANARIES = 10


@dataclass(frozen=True)
class EndpointRow:
    """One replica with whom it serves and how the newest look found it."""

    entrant: EntrantRecord
    endpoint: EndpointRecord
    look: LookView | None
    alert: AlertView | None = None

    @property
    def state(self) -> str:
        """off, unseen, ill, changed (a canary's alert), shaky (the newest look alone was bad) or well."""
        if not self.endpoint.enabled:
            return "off"
        if self.look is None:
            return "unseen"
        if not self.endpoint.is_up:
            return "ill"
        if self.alert is not None:
            return "changed"
        return "shaky" if self.look.problem else "well"

    @property
    def state_label(self) -> str | Promise:
        """The state in a word."""
        return HEALTH[self.state]

    @property
    def problem(self) -> str | Promise:
        """What the newest look complained of, in words."""
        return problem_text(self.look.problem) if self.look and self.look.problem else ""


@dataclass(frozen=True)
class CheckShown:
    """One test with its lines. `state`: running, lost, passed or failed."""

    check: EndpointCheckView
    state: str
    lines: list[PointLine]


def endpoint_rows() -> list[EndpointRow]:
    """All replicas by team and entrant."""
    entrants = [entrant for team in team_records() for entrant in team.entrants]
    looks = last_looks([one.ref for entrant in entrants for one in entrant.endpoints])
    alerts = {alert.endpoint_ref: alert for alert in endpoint_alerts()}
    return [
        EndpointRow(entrant, one, looks.get(one.ref), alerts.get(one.ref))
        for entrant in entrants
        for one in entrant.endpoints
    ]


@needs(Act.READ_CONSOLE)
@require_safe
def endpoint(request: HttpRequest, ref: str) -> HttpResponse:
    """One replica: its newest looks and tests. The page comes again by itself while a test runs."""
    row = _row(ref)
    checks = [_shown(check) for check in newest_checks(ref, SHOWN_CHECKS)]
    context = {
        "row": row,
        "looks": [(look, problem_text(look.problem)) for look in newest_looks(ref, SHOWN_LOOKS)],
        "fingerprint_at": fingerprint_taken_at(row.entrant.ref),
        "canaries": [_canary_shown(canary) for canary in newest_canaries(ref, SHOWN_CANARIES)],
        "checks": checks,
        "runs": any(check.state == "running" for check in checks),
        "may_switch": may(role_in(request), Act.SWITCH_ENDPOINT),
    }
    return render(request, "console/endpoints/endpoint.html", context)


@needs(Act.SWITCH_ENDPOINT)
@require_POST
def endpoint_switch(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask a replica, or ask it no more. What is wanted is said, so that a double click switches once."""
    enabled, reason = request.POST.get("enabled") == "1", request.POST.get("reason", "")
    done = _("이 서버에 다시 물어요.") if enabled else _("이 서버에 더 묻지 않아요.")
    return _try(
        request,
        ref,
        lambda: switch_endpoint(organiser(request), ref, enabled, now=datetime.now(UTC), reason=reason),
        done,
    )


@needs(Act.TEST_ENDPOINT)
@require_POST
def endpoint_test(request: HttpRequest, ref: str) -> HttpResponse:
    """Have a worker ask the replica all that the contest may ask."""
    done = _("검사를 시작했어요. 몇 초에서 1분쯤 걸려요.")
    return _try(request, ref, lambda: begin_test(organiser(request), ref), done)


def begin_test(actor: Person, ref: str) -> None:
    """Begin a test of a replica unless one runs. Raises ActRefused."""
    begun = begin_endpoint_test(actor, ref, now=datetime.now(UTC))
    if begun.is_new:
        transaction.on_commit(partial(check_endpoint.delay, begun.ref))


def _try(request: HttpRequest, ref: str, act: Callable[[], None], done: str) -> HttpResponse:
    try:
        act()
    except ActRefused:
        raise Http404 from None
    messages.success(request, done)
    return redirect("console-endpoint", ref)


def _row(ref: str) -> EndpointRow:
    return or_404(next((row for row in endpoint_rows() if row.endpoint.ref == ref), None))


def _canary_shown(canary: CanaryView) -> tuple[CanaryView, float | None, Text]:
    """A canary with its drift in percent and its problem in words."""
    return canary, None if canary.drift is None else 100 * canary.drift, problem_text(canary.problem)


def _shown(check: EndpointCheckView) -> CheckShown:
    if check.finished_at is None:
        return CheckShown(check, "running", [])
    if not check.points:
        return CheckShown(check, "lost", [])
    return CheckShown(check, "passed" if check.conforms else "failed", point_lines(check))
