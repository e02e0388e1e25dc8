"""A stage's standing: the table, what is missing, what was published, and the proposal to publish it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contest.actions.proposals import propose_standing
from contest.actions.refusals import ActRefused
from contest.console.access import needs, organiser, role_in
from contest.console.refused import is_own_proposal, lines_of, status_of
from contest.console.stages_acts import ReasonForm
from contest.console.stages_shown import heading
from contest.console.stages_tables import Column, csv_of, table_of
from contest.found import or_404
from contest.queries.audit import open_proposal
from contest.queries.evaluation_texts import EVALUATIONS
from contest.queries.publications import published_standings
from contest.queries.standing_content import content_digest
from contest.queries.standings import StageStanding, stage_standing, standing_issues
from contest.rules.issues import Issue, blocking
from contest.rules.proposals import Kind
from contest.rules.roles import Act, may
from contest.rules.stages_release import DONE
from contest.rules.stages_terms import Evaluation
from contest.rules.standings import Place, counted_evaluations


@needs(Act.READ_CONSOLE)
@require_safe
def standing(request: HttpRequest, stage: str) -> HttpResponse:
    """The standing of a stage as it is now."""
    found = or_404(stage_standing(stage))
    columns = _columns(found, get_language() or "ko")
    file = csv_of(request, columns, found.standing.places, f"standing-{stage}")
    return _page(request, found) if file is None else file


@needs(Act.PROPOSE_STANDING)
@require_POST
def standing_propose(request: HttpRequest, stage: str) -> HttpResponse:
    """Propose that the standing as it was shown is published."""
    found, reason = or_404(stage_standing(stage)), request.POST.get("reason", "")
    seen = request.POST.get("seen", "")
    try:
        ref = propose_standing(organiser(request), stage, seen=seen, now=datetime.now(UTC), reason=reason)
    except ActRefused as refused:
        waiting = open_proposal(Kind.PUBLISH_STANDING, "stage", stage)
        if waiting is not None and is_own_proposal(waiting, organiser(request).account_id, reason):
            return redirect("console-proposal", waiting.ref)
        return _page(request, found, refused.issues, status_of(refused))
    messages.success(request, _("공개를 제안했어요. 다른 사람에게 확인을 부탁하세요."))
    return redirect("console-proposal", ref)


def _page(request: HttpRequest, found: StageStanding, refused: Sequence[Issue] = (), status: int = 200) -> HttpResponse:
    language, record, sha256 = get_language() or "ko", found.record, content_digest(found)
    here = reverse("console-standing-stage", args=[record.slug])
    against, may_propose = standing_issues(found, sha256), may(role_in(request), Act.PROPOSE_STANDING)
    waiting = open_proposal(Kind.PUBLISH_STANDING, "stage", record.slug)
    published = published_standings(record.slug)
    # What was typed stays also where somebody else's proposal came first.
    is_free = not waiting and not blocking(against)
    context = heading(record, language) | {
        "found": found,
        "table": table_of(request, _shown(found, language), found.standing.places, here),
        "table_at": here,
        "is_over": record.state in DONE,
        "is_unsure": any(place.is_unsure for place in found.standing.places),
        "issues": lines_of(refused),
        "against": lines_of(against),
        "sha256": sha256,
        "published": published,
        "has_changed": bool(published) and published[0].sha256 != sha256,
        "waiting": waiting,
        "left_out": _left_out(found, language),
        "is_outdated": waiting is not None and waiting.facts["sha256"] != sha256,
        "citizens_count": Evaluation.CITIZEN in counted_evaluations(record.terms.weights),
        "form": ReasonForm(request.POST or None) if may_propose and (refused or is_free) else None,
    }
    return render(request, "console/standings/standing.html", context, status=status)


def _columns(found: StageStanding, language: str) -> list[Column[Place]]:
    stage, weights = found.record.slug, found.record.terms.weights
    return [
        Column(
            "entrant",
            _("참가 AI"),
            lambda row: found.competitors[row.entrant].who.entrant(language),
            lambda row: reverse("console-evaluation-entrant", args=[stage, row.entrant]),
        ),
        Column("team", _("팀"), lambda row: found.competitors[row.entrant].who.team(language)),
        Column("rank", _("순위"), _rank),
        Column("total", _("종합 점수"), lambda row: row.total.value if row.total else None),
        Column(
            "total_range", _("점수 범위"), lambda row: f"{row.total.lower}–{row.total.upper}" if row.total else None
        ),
        Column("rank_range", _("있을 수 있는 순위"), _rank_range),
        *(
            Column(name, f"{EVALUATIONS[name]} ({weights[name]})", _points_of(found, name))
            for name in counted_evaluations(weights)
        ),
        Column("gates", _("관문"), lambda row: _gates(found, row, language)),
        Column("missing", _("빠진 것"), lambda row: _missing(found, row, language)),
    ]


def _shown(found: StageStanding, language: str) -> list[Column[Place]]:
    """The columns of the page, which has no room for empty ones, as the file has."""
    empty = set() if found.standing.missing else {"missing"}
    empty |= set() if found.record.terms.gates else {"gates"}
    return [column for column in _columns(found, language) if column.name not in empty]


def _rank(row: Place) -> int | str | None:
    if row.failed:
        return _("순위 밖")
    return _("순위 없음") if row.left_out else row.rank


def _left_out(found: StageStanding, language: str) -> list[tuple[str, str]]:
    shown = [found.competitors[place.entrant] for place in found.standing.places if place.left_out]
    return [(one.who.entrant(language), one.sheet.left_out) for one in shown]


def _rank_range(row: Place) -> str | None:
    if row.rank is None:
        return None
    return f"{row.rank_low}–{row.rank_high}" if row.is_unsure else str(row.rank)


def _points_of(found: StageStanding, name: str) -> Callable[[Place], object]:
    return lambda row: found.competitors[row.entrant].points_in(name)


def _gates(found: StageStanding, row: Place, language: str) -> str:
    if row.failed:
        return ", ".join(_("%(gate)s 넘지 못함") % {"gate": name} for name in _gate_names(found, row.failed, language))
    return "" if row.unjudged or not found.record.terms.gates else _("모두 통과")


def _missing(found: StageStanding, row: Place, language: str) -> str:
    return ", ".join([*(str(EVALUATIONS[name]) for name in row.missing), *_gate_names(found, row.unjudged, language)])


def _gate_names(found: StageStanding, slugs: Sequence[str], language: str) -> list[str]:
    return [gate.name(language) for gate in found.record.terms.gates if gate.slug in slugs]


urlpatterns: list[Any] = [
    path("standings/<slug:stage>/", standing, name="console-standing-stage"),
    path("standings/<slug:stage>/propose/", standing_propose, name="console-standing-propose"),
]
