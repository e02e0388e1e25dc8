"""What waits for a second person: the list, one proposal with what it is about, and the decision."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from arena.queries.vote_records import vote_records
from contest.actions.proposals import confirm_proposal, reject_proposal
from contest.actions.refusals import ActRefused
from contest.console.access import console_of, needs, organiser
from contest.console.battles_words import OUTCOMES, choices, worded
from contest.console.layout_downloads import csv_answer
from contest.console.layout_lists import SearchForm, counted_page, is_oldest_first, query_with
from contest.console.refused import done_a_moment_ago, lines_of, status_of
from contest.console.votes import why_void
from contest.found import or_404
from contest.queries.audit import ProposalView, count_proposals, proposal_rows, proposal_view, proposals_page
from contest.queries.standing_content import content_digest
from contest.queries.standings import stage_standing
from contest.rules.issues import Issue
from contest.rules.proposals import ACTS, Kind, ProposalFacts, issues_before_confirming
from contest.rules.roles import Act

KINDS: dict[str, str | Promise] = {
    Kind.VOID_VOTES: gettext_lazy("표를 세지 않기"),
    Kind.RESTORE_VOTES: gettext_lazy("표를 다시 세기"),
    Kind.CLOSE_EARLY: gettext_lazy("단계를 일찍 닫기"),
    Kind.APPLY_FINDING: gettext_lazy("발견을 반영하기"),
    Kind.UNDO_FINDING: gettext_lazy("발견 반영을 되돌리기"),
    Kind.PUBLISH_STANDING: gettext_lazy("종합 순위를 공개하기"),
}
DECISIONS: dict[str, str | Promise] = {
    "open": gettext_lazy("확인을 기다림"),
    "confirmed": gettext_lazy("확인함"),
    "rejected": gettext_lazy("거절함"),
}


COLUMNS = (
    *("proposal", "proposed_at", "kind", "object_kind", "object", "proposed_by", "reason"),
    *("decision", "decided_by", "decided_at"),
)


class ProposalSearch(SearchForm):
    """Which proposals are wanted. `all`: also those that were decided."""

    q = forms.CharField(label=gettext_lazy("찾을 말"), required=False, max_length=200, empty_value="")
    kind = forms.ChoiceField(
        label=gettext_lazy("무엇을"), required=False, choices=choices(KINDS, gettext_lazy("모든 제안"))
    )
    all = forms.CharField(required=False, max_length=1, empty_value="", widget=forms.HiddenInput())

    def filter(self) -> dict[str, Any]:
        """What was chosen, for the queries."""
        wanted = self.wanted()
        return {"only_open": wanted["all"] != "1", "kind": wanted["kind"] or "", "words": wanted["q"] or ""}


@needs(Act.READ_CONSOLE)
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Proposals, the newest first unless `?sort=oldest`; only what waits, unless `?all=1`."""
    search, oldest_first = ProposalSearch(request.GET), is_oldest_first(request)
    wanted = search.filter()
    read = partial(proposals_page, **wanted, oldest_first=oldest_first)
    page = counted_page(request, count_proposals(**wanted), read)
    kept = query_with(request.GET, {})
    context = {
        "search": search,
        "page": page,
        "rows": [(row, KINDS[row.kind], DECISIONS[row.decision]) for row in page.object_list],
        "only_open": wanted["only_open"],
        "is_searched": bool(wanted["kind"] or wanted["words"]),
        "query": f"{kept[1:]}&" if kept[1:] else "",
        "turned": query_with(request.GET, {"sort": "" if oldest_first else "oldest"}),
        "download": f"{reverse('console-proposals-file')}{kept}",
    }
    return render(request, "console/proposals/proposals.html", context)


@needs(Act.READ_CONSOLE)
@require_safe
def proposals_file(request: HttpRequest) -> HttpResponseBase:
    """The same proposals, all of them, as a file."""
    rows = proposal_rows(**ProposalSearch(request.GET).filter(), oldest_first=is_oldest_first(request))
    return csv_answer("proposals", COLUMNS, (_cells(row) for row in rows))


@needs(Act.READ_CONSOLE)
@require_safe
def proposal(request: HttpRequest, ref: str) -> HttpResponse:
    """One proposal: what somebody saw, what the other one confirms."""
    return _page(request, or_404(proposal_view(ref)))


@needs(Act.READ_CONSOLE)
@require_POST
def proposal_confirm(request: HttpRequest, ref: str) -> HttpResponse:
    """The second person agrees, and it is done."""
    found = or_404(proposal_view(ref))
    act = ACTS[Kind(found.kind)][1]
    return _decide(request, found, act, confirm_proposal, _("확인했어요. 이제 반영됐어요."))


@needs(Act.REJECT_PROPOSAL)
@require_POST
def proposal_reject(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody turns it down."""
    found, reason = or_404(proposal_view(ref)), request.POST.get("reason", "")
    if not reason.strip():
        return _page(request, found, [Issue("reason_missing")], 400)
    do = partial(reject_proposal, reason=reason)
    return _decide(request, found, Act.REJECT_PROPOSAL, do, _("제안을 거절했어요."))


def _decide(request: HttpRequest, found: ProposalView, act: Act, do: Callable[..., None], told: str) -> HttpResponse:
    now = datetime.now(UTC)
    about = found.ref if act is Act.REJECT_PROPOSAL else found.object_ref
    try:
        do(organiser(request), found.ref, now=now)
    except ActRefused as refused:
        if not done_a_moment_ago(request.user.get_username(), act, about, now):
            return _page(request, or_404(proposal_view(found.ref)), refused.issues, status_of(refused))
    messages.success(request, told)
    return redirect("console-proposal", found.ref)


def _page(
    request: HttpRequest, found: ProposalView, issues: list[Issue] | None = None, status: int = 200
) -> HttpResponse:
    console = console_of(request)
    is_open = found.decision == "open"
    facts = ProposalFacts(is_open, found.proposed_by_id, found.proposed_at)
    against = issues_before_confirming(facts, console.person.account_id, datetime.now(UTC)) if is_open else []
    against += _outdated(found) if is_open else []
    votes = vote_records(found.facts.get("receipts", []))
    context = {
        "found": found,
        "kind": KINDS[found.kind],
        "decision": DECISIONS[found.decision],
        "votes": [(vote, worded(OUTCOMES, vote.outcome), why_void(vote.void_reason)) for vote in votes],
        "issues": lines_of(issues or []),
        "against": lines_of(against),
        "may_confirm": is_open and not against and console.may(ACTS[Kind(found.kind)][1]),
        "may_reject": is_open and console.may(Act.REJECT_PROPOSAL),
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "console/proposals/proposal.html", context, status=status)


def _outdated(found: ProposalView) -> list[Issue]:
    """Said before somebody confirms a standing that is another one by now."""
    if found.kind != Kind.PUBLISH_STANDING:
        return []
    standing = stage_standing(found.object_ref)
    same = standing is not None and content_digest(standing) == found.facts["sha256"]
    return [] if same else [Issue("proposal_is_outdated")]


def _cells(row: ProposalView) -> tuple[object, ...]:
    return (
        *(row.ref, row.proposed_at, row.kind, row.object_kind, row.object_ref, row.proposed_by, row.reason),
        *(row.decision, row.decided_by, row.decided_at),
    )


urlpatterns = [
    path("proposals/", proposals, name="console-proposals"),
    path("proposals/proposals.csv", proposals_file, name="console-proposals-file"),
    path("proposals/<str:ref>/", proposal, name="console-proposal"),
    path("proposals/<str:ref>/confirm/", proposal_confirm, name="console-proposal-confirm"),
    path("proposals/<str:ref>/reject/", proposal_reject, name="console-proposal-reject"),
]
