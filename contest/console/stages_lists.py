"""The lists of stages, teams, entrants and endpoints."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from contest.console.access import needs, role_in
from contest.console.endpoints import EndpointRow, endpoint_rows
from contest.console.endpoints_tested import HEALTH
from contest.console.stages_shown import STATES
from contest.console.stages_tables import Column, Row, csv_of, table_of
from contest.queries.stage_records import StageRecord, stage_records
from contest.queries.teams import EntrantRecord, TeamRecord, team_records
from contest.rules.roles import Act, may


@dataclass(frozen=True)
class Way:
    """A button above a list."""

    label: str | Promise
    address: str


@dataclass(frozen=True)
class Heading:
    """What stands above a list, and the name of its file."""

    title: str | Promise
    lead: str | Promise
    file: str


def _korean() -> bool:
    return get_language() == "ko"


def _from_file() -> Way:
    return Way(_("파일로 한꺼번에"), reverse("console-team-file"))


def list_page(
    request: HttpRequest,
    heading: Heading,
    columns: Sequence[Column[Row]],
    rows: Sequence[Row],
    ways: Sequence[Way] = (),
) -> HttpResponse:
    """A list as a page, or as a file when that was asked for."""
    file = csv_of(request, columns, rows, heading.file)
    if file is not None:
        return file
    context = {"title": heading.title, "lead": heading.lead, "table": table_of(request, columns, rows), "ways": ways}
    return render(request, "console/stages/list.html", context)


STAGE_COLUMNS: list[Column[StageRecord]] = [
    Column(
        "name",
        _("단계"),
        lambda row: (row.terms.name_ko if _korean() else row.terms.name_en) or row.slug,
        lambda row: reverse("console-stage", args=[row.slug]),
    ),
    Column("slug", _("짧은 이름"), lambda row: row.slug),
    Column("state", _("상태"), lambda row: STATES[row.state], style=lambda row: f"state state-{row.state}"),
    Column("opens_at", _("시작하는 때"), lambda row: row.terms.opens_at),
    Column("closes_at", _("끝나는 때"), lambda row: row.terms.closes_at),
    Column("entrants", _("참가 AI"), lambda row: sum(entry.withdrawn_at is None for entry in row.entries)),
]
TEAM_COLUMNS: list[Column[TeamRecord]] = [
    Column(
        "name",
        _("팀"),
        lambda row: row.facts.name_ko if _korean() else row.facts.name_en,
        lambda row: reverse("console-team", args=[row.facts.slug]),
    ),
    Column("slug", _("짧은 이름"), lambda row: row.facts.slug),
    Column("lead", _("주관 기관"), lambda row: row.facts.lead.name_ko if _korean() else row.facts.lead.name_en),
    Column("participants", _("참여 기관"), lambda row: len(row.facts.participants)),
    Column("entrants", _("참가 AI"), lambda row: len(row.entrants)),
    Column("emblem", _("엠블럼"), lambda row: _("있음") if row.emblem_sha256 or row.facts.static_emblem else _("없음")),
]
ENTRANT_COLUMNS: list[Column[EntrantRecord]] = [
    Column(
        "name",
        _("참가 AI"),
        lambda row: row.facts.name_ko if _korean() else row.facts.name_en,
        lambda row: reverse("console-entrant", args=[row.facts.slug]),
    ),
    Column("slug", _("짧은 이름"), lambda row: row.facts.slug),
    Column("team", _("팀"), lambda row: row.facts.team, lambda row: reverse("console-team", args=[row.facts.team])),
    Column("version", _("버전"), lambda row: row.facts.version),
    Column("competes", _("겨룸"), lambda row: _("기준 AI") if row.facts.is_reference else _("겨뤄요")),
    Column("stages", _("단계"), lambda row: ", ".join(row.stages)),
    Column("endpoints", _("서버"), lambda row: len(row.endpoints)),
]


def _whole(count: float | None) -> int | None:
    """Servers tell counts as decimals."""
    return None if count is None else round(count)


ENDPOINT_COLUMNS: list[Column[EndpointRow]] = [
    Column(
        "address",
        _("주소"),
        lambda row: row.endpoint.base_url,
        lambda row: reverse("console-endpoint", args=[row.endpoint.ref]),
    ),
    Column("entrant", _("참가 AI"), lambda row: row.entrant.facts.slug),
    Column("state", _("상태"), lambda row: HEALTH[row.state], style=lambda row: f"health health-{row.state}"),
    Column("problem", _("문제"), lambda row: row.problem),
    Column("running", _("답하는 중"), lambda row: _whole(row.look.running) if row.look else None),
    Column("waiting", _("기다리는 중"), lambda row: _whole(row.look.waiting) if row.look else None),
    Column(
        "seconds", _("걸린 시간(초)"), lambda row: round(row.look.seconds, 2) if row.look and row.look.seconds else None
    ),
    Column("looked_at", _("살펴본 때"), lambda row: row.look.looked_at if row.look else None),
]


@needs(Act.READ_CONSOLE)
@require_safe
def stages(request: HttpRequest) -> HttpResponse:
    """All stages, the newest window first."""
    heading = Heading(_("단계"), _("규칙을 알리고, 열고, 멈추고, 닫는 곳이에요."), "stages")
    ways = [Way(_("새 단계"), reverse("console-stage-new")), _from_file()]
    return list_page(
        request, heading, STAGE_COLUMNS, stage_records(), ways if may(role_in(request), Act.CREATE_STAGE) else []
    )


@needs(Act.READ_CONSOLE)
@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    """All teams."""
    heading = Heading(_("팀"), _("팀과 기관, 엠블럼, 참가 AI를 살피는 곳이에요."), "teams")
    ways = [Way(_("새 팀"), reverse("console-team-new")), _from_file()]
    return list_page(
        request, heading, TEAM_COLUMNS, team_records(), ways if may(role_in(request), Act.CREATE_TEAM) else []
    )


@needs(Act.READ_CONSOLE)
@require_safe
def entrants(request: HttpRequest) -> HttpResponse:
    """All entrants of all teams."""
    heading = Heading(_("참가 AI"), _("팀이 내놓은 버전이에요. 등록은 팀 화면에서 해요."), "entrants")
    rows = [entrant for team in team_records() for entrant in team.entrants]
    return list_page(request, heading, ENTRANT_COLUMNS, rows)


@needs(Act.READ_CONSOLE)
@require_safe
def endpoints(request: HttpRequest) -> HttpResponse:
    """All endpoints with how each is now."""
    heading = Heading(_("서버"), _("단계에 들어간 참가 AI의 서버를 10초마다 살펴봐요."), "endpoints")
    return list_page(request, heading, ENDPOINT_COLUMNS, endpoint_rows())
