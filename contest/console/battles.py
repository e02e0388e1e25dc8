"""Battles: the list, and one battle. Before its stage is over nobody sees who stands on which side."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from arena.queries.battle_lists import BattleFilter, BattleRow, battle_rows, battles_page
from arena.queries.battle_records import battle_named
from contest.actions.break_glass import break_glass
from contest.actions.refusals import ActRefused
from contest.console.access import needs, organiser
from contest.console.battles_record import battle_context, entrant_names, names_of_sides, stand_of
from contest.console.battles_words import LANGUAGES, STATES, TOPICS, VOID_REASONS, choices, worded
from contest.console.layout_downloads import csv_answer
from contest.console.layout_lists import DaysForm, chosen_stage, links_of, place_of, whole_list
from contest.console.refused import lines_of
from contest.found import or_404
from contest.queries.stage_choices import StageChoice
from contest.rules.roles import Act

COLUMNS = (
    "battle",
    "stage",
    "state",
    "void_reason",
    "language",
    "topic",
    "turns",
    "asked_who_answers",
    "simulated",
    "drawn_at",
    "ended_at",
    "prompt",
    "receipt",
    "entrant_a",
    "entrant_b",
)


class BattleSearch(DaysForm):
    """Which battles are wanted."""

    q = forms.CharField(label=_("찾을 말"), required=False, max_length=200, empty_value="")
    state = forms.ChoiceField(label=_("상태"), required=False, choices=choices(STATES, _("모든 상태")))
    void_reason = forms.ChoiceField(label=_("무효 이유"), required=False, choices=choices(VOID_REASONS, _("모든 이유")))
    language = forms.ChoiceField(label=_("언어"), required=False, choices=choices(LANGUAGES, _("모든 언어")))
    topic = forms.ChoiceField(label=_("주제"), required=False, choices=choices(TOPICS, _("모든 주제")))
    probed = forms.BooleanField(label=_("누가 답하는지 물은 것만"), required=False)

    def filter(self, pool_ref: str) -> BattleFilter:
        """What was chosen, for the query."""
        wanted, (since, until) = self.wanted(), self.days()
        exact = {name: wanted[name] or "" for name in ("state", "void_reason", "language", "topic")}
        return BattleFilter(
            pool_ref, words=wanted["q"] or "", probed=bool(wanted["probed"]), since=since, until=until, **exact
        )


@needs(Act.READ_CONSOLE)
@require_safe
def battles(request: HttpRequest) -> HttpResponse:
    """Battles of a stage, the newest first. A battle's or a receipt's number leads to the battle itself."""
    meant = battle_named(request.GET["q"].strip()) if request.GET.get("q", "").strip() else None
    if meant is not None:
        return redirect("console-battle", meant)
    stage, stages = chosen_stage(request)
    search = BattleSearch(request.GET)
    context: dict[str, object] = {"choice": stage, "choices": stages, "search": search}
    if stage is not None:
        page = battles_page(search.filter(stage.pool_ref), place_of(request), with_sides=stage.is_over)
        context |= {"page": page, "rows": _shown(page.rows), "links": links_of(request, page)}
    return render(request, "console/battles/battles.html", context)


@needs(Act.READ_CONSOLE)
@require_safe
def battles_file(request: HttpRequest) -> HttpResponseBase:
    """The same battles, all of them, as a file."""
    stage = or_404(chosen_stage(request)[0])
    rows = battle_rows(BattleSearch(request.GET).filter(stage.pool_ref), whole_list(request), with_sides=stage.is_over)
    return csv_answer(f"battles-{stage.slug}", COLUMNS, _cells(rows, stage))


@needs(Act.READ_CONSOLE)
@require_safe
def battle(request: HttpRequest, ref: str) -> HttpResponse:
    """One battle: its turns, answers as the voter saw them, and the vote."""
    return render(request, "console/battles/battle.html", battle_context(stand_of(ref)))


@needs(Act.BREAK_GLASS)
@require_POST
def battle_sides(request: HttpRequest, ref: str) -> HttpResponse:
    """Break the glass: who stands on which side is in this answer and nowhere else; the look is on record."""
    stand, reason = stand_of(ref), request.POST.get("reason", "")
    try:
        found = break_glass(organiser(request), ref, now=datetime.now(UTC), reason=reason)
    except ActRefused as refused:
        context = battle_context(stand) | {"issues": lines_of(refused.issues), "reason": reason}
        return render(request, "console/battles/battle.html", context, status=409)
    sides = names_of_sides((found.entrant_a, found.entrant_b))
    return render(request, "console/battles/battle.html", battle_context(stand) | {"sides": sides, "is_broken": True})


def _shown(rows: tuple[BattleRow, ...]) -> list[dict[str, object]]:
    names = entrant_names([ref for row in rows for ref in row.sides])
    return [
        {
            "row": row,
            "state": worded(STATES, row.state),
            "void_reason": worded(VOID_REASONS, row.void_reason),
            "topic": worded(TOPICS, row.topic),
            "sides": [names[ref] for ref in row.sides],
        }
        for row in rows
    ]


def _cells(rows: Iterator[BattleRow], stage: StageChoice) -> Iterator[tuple[object, ...]]:
    known: dict[str, str] = {}
    for row in rows:
        missing = [ref for ref in row.sides if ref not in known]
        known |= entrant_names(missing) if missing else {}
        sides = [known[ref] for ref in row.sides] or ["", ""]
        yield (
            *(row.ref, stage.slug, row.state, row.void_reason, row.language, row.topic, row.turns),
            *(row.probed, row.simulated, row.drawn_at, row.ended_at, row.prompt, row.receipt_ref, *sides),
        )


urlpatterns = [
    path("battles/", battles, name="console-battles"),
    path("battles/battles.csv", battles_file, name="console-battles-file"),
    path("battles/<str:ref>/", battle, name="console-battle"),
    path("battles/<str:ref>/sides/", battle_sides, name="console-battle-sides"),
]
