"""Findings: what the integrity checks noticed, with the evidence, and what organisers decide about it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from arena.queries.findings import FindingView, count_findings, finding, finding_rows, findings_page, votes_of_finding
from arena.queries.fingerprints import FingerprintView, fingerprints_in
from arena.queries.vote_records import vote_records
from contest.actions.finding_decisions import dismiss_finding
from contest.actions.proposals import REASON_CHARACTERS, propose_finding, propose_undo_finding
from contest.actions.refusals import ActRefused
from contest.console.access import console_of, needs, organiser
from contest.console.battles_record import entrant_names
from contest.console.battles_words import OUTCOMES, choices, worded
from contest.console.findings_words import DETECTORS, STATES, VERBS, chance_text, figures
from contest.console.layout_downloads import csv_answer
from contest.console.layout_lists import PER_PAGE, SearchForm, chosen_stage, counted_page, is_oldest_first, query_with
from contest.console.refused import done_a_moment_ago, lines_of, status_of
from contest.console.votes import why_void
from contest.found import or_404
from contest.queries.audit import open_proposal
from contest.rules.issues import Issue
from contest.rules.proposals import Kind
from contest.rules.roles import Act, Person

PROPOSING = {
    "apply": (Kind.APPLY_FINDING, propose_finding),
    "undo": (Kind.UNDO_FINDING, propose_undo_finding),
}


COLUMNS = (
    *("finding", "found_at", "detector", "subject", "toward", "votes", "looked_at_votes", "chance"),
    *("state", "decided_at", "decided_by", "reason"),
)


class FindingSearch(SearchForm):
    """Which findings are wanted."""

    state = forms.ChoiceField(
        label=gettext_lazy("상태"), required=False, choices=choices(STATES, gettext_lazy("모든 상태"))
    )
    detector = forms.ChoiceField(
        label=gettext_lazy("무엇을"),
        required=False,
        choices=choices({name: title for name, (title, _told) in DETECTORS.items()}, gettext_lazy("모든 발견")),
    )

    def filter(self) -> dict[str, Any]:
        """What was chosen, for the queries."""
        return {name: value or "" for name, value in self.wanted().items()}


@needs(Act.READ_CONSOLE)
@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """Findings of a stage, the newest first unless `?sort=oldest`."""
    stage, stages = chosen_stage(request)
    search, oldest_first = FindingSearch(request.GET), is_oldest_first(request)
    context: dict[str, object] = {"choice": stage, "choices": stages, "search": search}
    if stage is not None:
        wanted = search.filter()
        read = partial(findings_page, pool_ref=stage.pool_ref, oldest_first=oldest_first, **wanted)
        page = counted_page(request, count_findings(stage.pool_ref, **wanted), read)
        kept = query_with(request.GET, {})
        context |= {"page": page, "rows": [_line(one) for one in page.object_list]}
        context |= {"query": f"{kept[1:]}&" if kept[1:] else "", "download": kept}
        context |= {"turned": query_with(request.GET, {"sort": "" if oldest_first else "oldest"})}
        context["models"] = _models(stage.pool_ref)
    return render(request, "console/findings/findings.html", context)


@needs(Act.READ_CONSOLE)
@require_safe
def findings_file(request: HttpRequest) -> HttpResponseBase:
    """The same findings, all of them, as a file."""
    stage = or_404(chosen_stage(request)[0])
    rows = finding_rows(
        pool_ref=stage.pool_ref, oldest_first=is_oldest_first(request), **FindingSearch(request.GET).filter()
    )
    return csv_answer(f"findings-{stage.slug}", COLUMNS, _cells(rows))


@needs(Act.READ_CONSOLE)
@require_safe
def finding_page(request: HttpRequest, ref: str) -> HttpResponse:
    """One finding: the numbers that speak for it, what it would do to the board, the votes in question."""
    return _page(request, or_404(finding(ref)))


@needs(Act.READ_CONSOLE)
@require_safe
def finding_file(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The votes in question as a file."""
    receipts = [receipt for receipt, _voter in votes_of_finding(or_404(finding(ref)).ref)]
    rows = ((vote.receipt_ref, vote.battle_ref, vote.outcome, vote.cast_at) for vote in vote_records(receipts))
    return csv_answer(f"finding-{ref}", ("receipt", "battle", "outcome", "cast_at"), rows)


@needs(Act.DISMISS_FINDING)
@require_POST
def finding_dismiss(request: HttpRequest, ref: str) -> HttpResponse:
    """Let a finding pass."""
    found, now, reason = or_404(finding(ref)), datetime.now(UTC), request.POST.get("reason", "")
    try:
        dismiss_finding(organiser(request), ref, now=now, reason=reason)
    except ActRefused as refused:
        if not done_a_moment_ago(request.user.get_username(), Act.DISMISS_FINDING, ref, now):
            return _refused(request, found, refused)
    messages.success(request, _("넘어가기로 했어요. 이 표들은 계속 세요."))
    return redirect("console-finding", ref)


@needs(Act.PROPOSE_FINDING)
@require_POST
def finding_propose(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """Propose to set the votes aside, or to count them again."""
    found = or_404(finding(ref))
    if name not in PROPOSING:
        raise Http404
    kind, propose = PROPOSING[name]
    try:
        proposal = _propose(propose, organiser(request), ref, request.POST.get("reason", ""))
    except ActRefused as refused:
        standing = open_proposal(kind, "finding", ref)
        if standing is not None and standing.proposed_by_id == request.user.pk:
            # The second of two clicks: what it wanted is there.
            return redirect("console-proposal", standing.ref)
        return _refused(request, found, refused)
    messages.success(request, _("제안했어요. 다른 사람이 확인하면 반영돼요."))
    return redirect("console-proposal", proposal)


def _propose(propose: Callable[..., str], person: Person, ref: str, reason: str) -> str:
    return propose(person, ref, now=datetime.now(UTC), reason=reason)


def _refused(request: HttpRequest, found: FindingView, refused: ActRefused) -> HttpResponse:
    return _page(request, or_404(finding(found.ref)), refused.issues, status_of(refused))


def _page(
    request: HttpRequest, found: FindingView, issues: list[Issue] | None = None, status: int = 200
) -> HttpResponse:
    console = console_of(request)
    receipts = [receipt for receipt, _voter in votes_of_finding(found.ref)]
    page = counted_page(request, len(receipts), lambda start, stop: vote_records(receipts[start:stop]))
    is_applied = found.state.startswith("applied")
    kind = Kind.UNDO_FINDING if is_applied else Kind.APPLY_FINDING
    effect = sorted(found.effect, key=lambda one: -abs(one.change))
    names = entrant_names([one.entrant_ref for one in effect])
    context = _line(found) | {
        "chance": chance_text(found.chance),
        "figures": figures(found.numbers),
        "effect": [(names[one.entrant_ref], one) for one in effect],
        "decisions": [(VERBS[one.verb], one) for one in found.decisions],
        "votes": [(vote, worded(OUTCOMES, vote.outcome), why_void(vote.void_reason)) for vote in page.object_list],
        "page": page,
        "per_page": PER_PAGE,
        "is_applied": is_applied,
        "standing": open_proposal(kind, "finding", found.ref),
        "may_dismiss": found.state == "open" and console.may(Act.DISMISS_FINDING),
        "may_propose": found.state != "dismissed" and console.may(Act.PROPOSE_FINDING),
        "issues": lines_of(issues or []),
        "reason": request.POST.get("reason", ""),
        "most": REASON_CHARACTERS,
    }
    return render(request, "console/findings/finding.html", context, status=status)


def _line(found: FindingView) -> dict[str, object]:
    toward = entrant_names([found.toward])[found.toward] if found.toward else ""
    title, told = DETECTORS[found.detector]
    return {"found": found, "title": title, "told": told, "state": STATES[found.state], "toward": toward}


def _cells(rows: Iterator[FindingView]) -> Iterator[tuple[object, ...]]:
    names: dict[str, str] = {}
    for row in rows:
        if row.toward and row.toward not in names:
            names |= entrant_names([row.toward])
        last = row.decisions[-1] if row.decisions else None
        yield (
            *(row.ref, row.found_at, row.detector, row.subject, names.get(row.toward, "")),
            *(row.votes, row.looked_at_votes, row.chance, row.state),
            *((last.decided_at, ", ".join(last.by), last.reason) if last else ("", "", "")),
        )


def _models(pool_ref: str) -> list[tuple[str, FingerprintView]]:
    """Whether the stage's endpoints still serve what was frozen, by the entrant's name."""
    seen = fingerprints_in(pool_ref)
    names = entrant_names([one.entrant_ref for one in seen])
    return [(names[one.entrant_ref], one) for one in seen]


urlpatterns = [
    path("findings/", findings, name="console-findings"),
    path("findings/findings.csv", findings_file, name="console-findings-file"),
    path("findings/<str:ref>/", finding_page, name="console-finding"),
    path("findings/<str:ref>/votes.csv", finding_file, name="console-finding-file"),
    path("findings/<str:ref>/dismiss/", finding_dismiss, name="console-finding-dismiss"),
    path("findings/<str:ref>/propose/<slug:name>/", finding_propose, name="console-finding-propose"),
]
