"""Votes: the list, and the proposal that some of them count no more, or again. A second person decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from arena.queries.vote_lists import VoteFilter, VoteRow, vote_rows, votes_page
from arena.queries.vote_records import vote_records
from contest.actions.proposals import REASON_CHARACTERS, propose_restore, propose_void
from contest.actions.proposed import votes_ref
from contest.actions.refusals import ActRefused
from contest.console.access import console_of, needs, organiser
from contest.console.battles_record import entrant_names
from contest.console.battles_words import GROUPS, OUTCOMES, UNCOUNTED, choices, worded
from contest.console.layout_downloads import csv_answer
from contest.console.layout_lists import DaysForm, chosen_stage, links_of, place_of, whole_list
from contest.console.refused import is_own_proposal, lines_of
from contest.found import or_404
from contest.queries.audit import open_proposal
from contest.queries.stage_choices import StageChoice
from contest.rules.proposals import Kind
from contest.rules.roles import Act

MOST_AT_ONCE = 500
COLUMNS = (
    "receipt",
    "battle",
    "stage",
    "outcome",
    "voter_group",
    "language",
    "cast_at",
    "counts",
    "void_at",
    "void_reason",
    "entrant_a",
    "entrant_b",
)
COUNTED = {"yes": True, "no": False}


class VoteSearch(DaysForm):
    """Which votes are wanted."""

    counted = forms.ChoiceField(
        label=gettext_lazy("집계"),
        required=False,
        choices=[("", gettext_lazy("모두")), ("yes", gettext_lazy("세는 표")), ("no", gettext_lazy("세지 않는 표"))],
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("결과"), required=False, choices=choices(OUTCOMES, gettext_lazy("모든 결과"))
    )
    void_reason = forms.ChoiceField(
        label=gettext_lazy("세지 않는 이유"), required=False, choices=choices(UNCOUNTED, gettext_lazy("모든 이유"))
    )
    voter_group = forms.CharField(label=gettext_lazy("투표자 묶음"), required=False, max_length=20, empty_value="")
    voter = forms.CharField(required=False, max_length=64, empty_value="", widget=forms.HiddenInput())

    def filter(self, pool_ref: str) -> VoteFilter:
        """What was chosen, for the query."""
        wanted, (since, until) = self.wanted(), self.days()
        exact = {name: wanted[name] or "" for name in ("outcome", "void_reason", "voter_group")}
        return VoteFilter(
            pool_ref,
            counted=COUNTED.get(wanted["counted"] or ""),
            voter_ref=wanted["voter"] or "",
            since=since,
            until=until,
            **exact,
        )


@dataclass(frozen=True)
class VoteAct:
    """What can be proposed about votes."""

    name: str
    kind: Kind
    act: Act


VOID = VoteAct("void", Kind.VOID_VOTES, Act.PROPOSE_VOID)
RESTORE = VoteAct("restore", Kind.RESTORE_VOTES, Act.PROPOSE_RESTORE)
DOING = {VOID.name: (VOID, propose_void), RESTORE.name: (RESTORE, propose_restore)}


@needs(Act.READ_CONSOLE)
@require_safe
def votes(request: HttpRequest) -> HttpResponse:
    """Votes of a stage, the newest first."""
    stage, stages = chosen_stage(request)
    search = VoteSearch(request.GET)
    context: dict[str, object] = {"choice": stage, "choices": stages, "search": search}
    if stage is not None:
        page = votes_page(search.filter(stage.pool_ref), place_of(request), with_sides=stage.is_over)
        context |= {"page": page, "rows": _shown(page.rows), "links": links_of(request, page)}
        context |= {"may_propose": console_of(request).may(Act.PROPOSE_VOID), "voter": search.wanted()["voter"]}
    return render(request, "console/votes/votes.html", context)


@needs(Act.READ_CONSOLE)
@require_safe
def votes_file(request: HttpRequest) -> HttpResponseBase:
    """The same votes, all of them, as a file."""
    stage = or_404(chosen_stage(request)[0])
    rows = vote_rows(VoteSearch(request.GET).filter(stage.pool_ref), whole_list(request), with_sides=stage.is_over)
    return csv_answer(f"votes-{stage.slug}", COLUMNS, _cells(rows, stage))


@needs(Act.PROPOSE_VOID)
@require_http_methods(["GET", "POST"])
def votes_propose(request: HttpRequest, name: str) -> HttpResponse:
    """Propose something about votes that were chosen in a list. Whatever is refused, the choice and the reason stay."""
    if name not in DOING:
        raise Http404
    one, propose = DOING[name]
    sent = request.POST if request.method == "POST" else request.GET
    receipts = list(dict.fromkeys(sent.getlist("receipt")))[:MOST_AT_ONCE]
    context: dict[str, object] = {"one": one, "receipts": receipts, "most": REASON_CHARACTERS}
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            proposal = propose(organiser(request), receipts, now=datetime.now(UTC), reason=reason)
        except ActRefused as refused:
            standing = open_proposal(one.kind, "votes", votes_ref(receipts))
            if standing is not None and is_own_proposal(standing, organiser(request).account_id, reason):
                return redirect("console-proposal", standing.ref)
            context |= {"issues": lines_of(refused.issues), "reason": reason, "standing": standing}
            return render(request, "console/votes/propose.html", context | _chosen(receipts), status=409)
        messages.success(request, _("제안했어요. 다른 사람이 확인하면 반영돼요."))
        return redirect("console-proposal", proposal)
    return render(request, "console/votes/propose.html", context | _chosen(receipts))


def _chosen(receipts: list[str]) -> dict[str, object]:
    found = vote_records(receipts)
    return {"votes": [(vote, worded(OUTCOMES, vote.outcome), why_void(vote.void_reason)) for vote in found]}


def why_void(reason: str) -> object:
    """Why a vote does not count, in words; empty when it counts."""
    return worded(UNCOUNTED, reason) if reason else ""


def _shown(rows: tuple[VoteRow, ...]) -> list[dict[str, object]]:
    names = entrant_names([ref for row in rows for ref in row.sides])
    return [
        {
            "row": row,
            "outcome": worded(OUTCOMES, row.outcome),
            "void_reason": why_void(row.void_reason),
            # A panel's strata are named by organisers.
            "group": worded(GROUPS, row.voter_group),
            "sides": [names[ref] for ref in row.sides],
        }
        for row in rows
    ]


def _cells(rows: Iterator[VoteRow], stage: StageChoice) -> Iterator[tuple[object, ...]]:
    known: dict[str, str] = {}
    for row in rows:
        missing = [ref for ref in row.sides if ref not in known]
        known |= entrant_names(missing) if missing else {}
        yield (
            *(row.receipt_ref, row.battle_ref, stage.slug, row.outcome, row.voter_group, row.language, row.cast_at),
            *(row.voided_at is None, row.voided_at, row.void_reason),
            *([known[ref] for ref in row.sides] or ["", ""]),
        )


urlpatterns = [
    path("votes/", votes, name="console-votes"),
    path("votes/votes.csv", votes_file, name="console-votes-file"),
    path("votes/propose/<slug:name>/", votes_propose, name="console-votes-propose"),
]
