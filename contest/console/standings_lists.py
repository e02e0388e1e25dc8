"""The lists of stages from which the pages of evaluations and of standings are opened."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from contest.console.access import needs
from contest.console.stages_lists import Heading, list_page
from contest.console.stages_shown import STATES
from contest.console.stages_tables import Column
from contest.queries.publications import last_publications
from contest.queries.standing_lines import StandingLine, standing_lines
from contest.rules.roles import Act
from contest.rules.stages_release import DONE


@needs(Act.READ_CONSOLE)
@require_safe
def evaluations(request: HttpRequest) -> HttpResponse:
    """All stages with how much of their results is missing."""
    lead = _("국민 평가 점수는 표로 계산하고, 다른 평가와 관문의 결과는 단계를 닫은 뒤에 적어요.")
    columns = [*_stage("console-evaluation-stage"), Column("missing", _("빠진 결과"), _missing)]
    return list_page(request, Heading(_("평가"), lead, "evaluations"), columns, standing_lines())


@needs(Act.READ_CONSOLE)
@require_safe
def standings(request: HttpRequest) -> HttpResponse:
    """All stages with whether their standing was published."""
    lead = _("평가 점수를 배점대로 더한 순위예요. 한 사람이 제안하고 다른 사람이 확인하면 공개해요.")
    published = last_publications()
    columns = [
        *_stage("console-standing-stage"),
        Column("missing", _("빠진 결과"), _missing),
        Column("published_at", _("공개한 때"), lambda row: published.get(row.slug)),
    ]
    return list_page(request, Heading(_("종합 순위"), lead, "standings"), columns, standing_lines())


def _stage(page: str) -> list[Column[StandingLine]]:
    korean = get_language() == "ko"
    return [
        Column(
            "name",
            _("단계"),
            lambda row: (row.name_ko if korean else row.name_en) or row.slug,
            lambda row: reverse(page, args=[row.slug]),
        ),
        Column("state", _("상태"), lambda row: STATES[row.state], style=_state_style),
    ]


def _state_style(row: StandingLine) -> str:
    return f"state state-{row.state}"


def _missing(row: StandingLine) -> int | str | Promise | None:
    if row.state in DONE and not row.has_weights:
        return _("배점이 없어요")
    return row.missing


urlpatterns: list[Any] = [
    path("evaluations/", evaluations, name="console-evaluations"),
    path("standings/", standings, name="console-standings"),
]
