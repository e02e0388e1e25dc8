"""People and roles: who may do what here, who joins, who leaves, and who has lost the way in."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from contest.actions.accounts import create_account, reset_access
from contest.actions.appointments import appoint
from contest.actions.refusals import ActRefused
from contest.console.access import ROLE_NAMES, console_of, needs, organiser
from contest.console.refused import done_a_moment_ago, lines_of
from contest.console.stages_tables import Column, csv_of, table_of
from contest.queries.people import PersonView, people
from contest.rules.issues import Issue
from contest.rules.roles import ORDER, Act, Role


@dataclass(frozen=True)
class Told:
    """What the page says beside the list: what was refused, what was typed, or a password, this once.

    `typed`: `about` names the person whose row was typed in; without it, it is about a new account.
    """

    issues: list[Issue] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)
    password_of: str = ""
    password: str = ""


COLUMNS: list[Column[PersonView]] = [
    Column("name", gettext_lazy("이름"), lambda one: one.username),
    Column("role", gettext_lazy("역할"), lambda one: ROLE_NAMES[one.role]),
    Column(
        "second_factor",
        gettext_lazy("인증 앱"),
        lambda one: gettext_lazy("등록함") if one.has_second_factor else gettext_lazy("아직"),
    ),
    Column("signed_in_at", gettext_lazy("마지막 로그인"), lambda one: one.signed_in_at),
]


@needs(Act.READ_CONSOLE)
@require_safe
def people_page(request: HttpRequest) -> HttpResponse:
    """All organisers."""
    if "download" in request.GET:
        return csv_of(request, COLUMNS, people(), "people") or redirect("console-people")
    return _page(request, Told())


@needs(Act.CREATE_ACCOUNT)
@require_POST
def people_new(request: HttpRequest) -> HttpResponse:
    """Make an account; its first password is in this answer and nowhere else."""
    # What no page offers is the least role.
    name, role = request.POST.get("username", "").strip(), _role(request) or Role.VIEWER
    try:
        password = create_account(organiser(request), name, role, now=datetime.now(UTC))
    except ActRefused as refused:
        return _page(request, Told(refused.issues, {"username": name, "role": role}), 409)
    return _page(request, Told(password_of=name, password=password))


@needs(Act.APPOINT)
@require_POST
def people_appoint(request: HttpRequest, username: str) -> HttpResponse:
    """Give somebody another role, or none."""
    now, role, seen, reason = datetime.now(UTC), _role(request), request.POST.get("seen", ""), _reason(request)
    try:
        appoint(organiser(request), username, role, now=now, reason=reason, seen=seen)
    except ActRefused as refused:
        newest = next((one.role for one in people() if one.username == username), None)
        if newest != role or not done_a_moment_ago(request.user.get_username(), Act.APPOINT, username, now):
            typed = {"about": username, "new_role": role or "", "reason": reason}
            return _page(request, Told(refused.issues, typed), 409)
    messages.success(request, _("역할을 바꿨어요."))
    return redirect("console-people")


@needs(Act.RESET_ACCESS)
@require_POST
def people_reset(request: HttpRequest, username: str) -> HttpResponse:
    """Open an account again; the new password is in this answer and nowhere else."""
    reason = _reason(request)
    try:
        password = reset_access(organiser(request), username, now=datetime.now(UTC), reason=reason)
    except ActRefused as refused:
        return _page(request, Told(refused.issues, {"about": username, "reset_reason": reason}), 409)
    return _page(request, Told(password_of=username, password=password))


def _page(request: HttpRequest, told: Told, status: int = 200) -> HttpResponse:
    # A refusal stands at the address of the form; the ways on lead to the list.
    at = reverse("console-people")
    table = table_of(request, COLUMNS, people(), at)
    context = {
        "table": table,
        "at": at,
        "people": [(one, ROLE_NAMES[one.role]) for one in table.page.object_list],
        "roles": [(role.value, ROLE_NAMES[role]) for role in ORDER],
        "may_change": console_of(request).may(Act.APPOINT),
        "told": told,
        "issues": lines_of(told.issues),
    }
    return render(request, "console/people/people.html", context, status=status)


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")


def _role(request: HttpRequest) -> Role | None:
    wanted = request.POST.get("role", "")
    return Role(wanted) if wanted in set(Role) else None


urlpatterns = [
    path("people/", people_page, name="console-people"),
    path("people/new/", people_new, name="console-people-new"),
    path("people/<str:username>/role/", people_appoint, name="console-people-role"),
    path("people/<str:username>/reset/", people_reset, name="console-people-reset"),
]
