"""Whose votes never count because they belong to a team: declared, and withdrawn when that was a mistake."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contest.actions.declarations import declare_account, declare_network
from contest.actions.refusals import ActRefused
from contest.actions.withdrawn_declarations import withdraw_declaration
from contest.console.access import needs, organiser, role_in
from contest.console.refused import done_a_moment_ago, lines_of, status_of
from contest.console.stages_tables import Column, csv_of, table_of
from contest.found import or_404
from contest.queries.declarations import Declaration, What, declarations_of
from contest.queries.teams import TeamRecord, team_record
from contest.rules.issues import Issue
from contest.rules.roles import Act, may

DECLARING = {What.ACCOUNT: declare_account, What.NETWORK: declare_network}
"""What can be declared here. A sign-in is declared on the host, by the number that the service gave the person."""
WORDS: dict[What, str | Promise] = {
    What.ACCOUNT: gettext_lazy("계정"),
    What.SIGN_IN: gettext_lazy("아직 오지 않은 사람"),
    What.NETWORK: gettext_lazy("인터넷망"),
}
DECLARED: dict[What, str | Promise] = {
    What.ACCOUNT: gettext_lazy("알렸어요. 이제 이 사람의 표는 세지 않아요. 이미 반영한 표는 그대로예요."),
    What.NETWORK: gettext_lazy("알렸어요. 이제 이 인터넷망에서 온 표는 세지 않아요. 이미 반영한 표는 그대로예요."),
}
PAST_VOTES: tuple[str | Promise, ...] = (
    gettext_lazy("그동안 세지 않은 표는 그대로 세지 않아요."),
    gettext_lazy("한 표씩 다시 셀 수는 있어요. ‘투표’에서 그 표를 열고 ‘다시 세자고 제안하기’를 누르세요."),
    gettext_lazy("다른 사람이 확인하면 순위에 반영해요."),
)
"""A withdrawal changes no vote. What two people can do about a single one."""
COLUMNS: list[Column[Declaration]] = [
    Column("which", gettext_lazy("번호나 주소"), lambda one: one.which),
    Column("what", gettext_lazy("무엇"), lambda one: WORDS[one.what]),
    Column("declared_at", gettext_lazy("알린 때"), lambda one: one.declared_at),
    Column(
        "declared_by",
        gettext_lazy("알린 사람"),
        lambda one: gettext_lazy("본인") if one.by_themselves else gettext_lazy("운영자"),
    ),
]


@dataclass(frozen=True)
class Told:
    """What was refused, and what was typed: `what` and `which` as sent, and the reason of a withdrawal."""

    issues: list[Issue] = field(default_factory=list)
    what: str = ""
    which: str = ""
    reason: str | None = None


@needs(Act.READ_CONSOLE, to_post=Act.DECLARE_TEAM)
@require_http_methods(["GET", "POST"])
def declarations(request: HttpRequest, slug: str) -> HttpResponse:
    """A team's people and networks; posted, one more of them."""
    record = or_404(team_record(slug))
    if request.method == "GET":
        if "download" in request.GET:
            file = csv_of(request, COLUMNS, declarations_of(slug), f"{slug}-declarations")
            return file or redirect("console-team-declarations", slug)
        return _page(request, record, Told())
    what, which = request.POST.get("what", ""), request.POST.get("which", "").strip()
    one = What.NETWORK if what == What.NETWORK else What.ACCOUNT
    try:
        DECLARING[one](organiser(request), slug, which, now=datetime.now(UTC))
    except ActRefused as refused:
        return _page(request, record, Told(refused.issues, what, which), status_of(refused))
    messages.success(request, str(DECLARED[one]))
    return redirect("console-team-declarations", slug)


@needs(Act.WITHDRAW_DECLARATION)
@require_POST
def declaration_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one of them back, with the reason. Votes that were cast before stay as they are."""
    record = or_404(team_record(slug))
    sent = {name: request.POST.get(name, "") for name in ("what", "which", "reason")}
    what = What(sent["what"]) if sent["what"] in set(What) else What.ACCOUNT
    now = datetime.now(UTC)
    try:
        withdraw_declaration(organiser(request), slug, what, sent["which"], now=now, reason=sent["reason"])
    except ActRefused as refused:
        if not _is_second_click(request, refused, slug, now):
            return _page(request, record, Told(refused.issues, **sent), status_of(refused))
        return redirect("console-team-declarations", slug)
    messages.success(request, _("거뒀어요. 이제부터 오는 표는 순위에 반영해요."))
    messages.success(request, _past_votes())
    return redirect("console-team-declarations", slug)


def _past_votes() -> str:
    return " ".join(str(text) for text in PAST_VOTES)


def _is_second_click(request: HttpRequest, refused: ActRefused, slug: str, now: datetime) -> bool:
    is_gone = {issue.code for issue in refused.issues} == {"declaration_unknown"}
    return is_gone and done_a_moment_ago(request.user.get_username(), Act.WITHDRAW_DECLARATION, slug, now)


def _page(request: HttpRequest, record: TeamRecord, told: Told, status: int = 200) -> HttpResponse:
    slug, role = record.facts.slug, role_in(request)
    at = reverse("console-team-declarations", args=[slug])
    table = table_of(request, COLUMNS, declarations_of(slug), at)
    context = {
        "record": record,
        "name": record.facts.name_ko if get_language() == "ko" else record.facts.name_en,
        "table": table,
        "at": at,
        "rows": [(one, WORDS[one.what]) for one in table.page.object_list],
        "may_declare": may(role, Act.DECLARE_TEAM),
        "may_withdraw": may(role, Act.WITHDRAW_DECLARATION),
        "past_votes": _past_votes(),
        "told": told,
        "issues": lines_of(told.issues),
    }
    return render(request, "console/teams/declarations.html", context, status=status)
