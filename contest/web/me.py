"""My votes, and what belongs to my account."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import overload

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from arena.queries.votes import VoteView, count_votes_of, votes_of
from contest.actions.citizens import CitizenRefused, declare_oneself, take_seat
from contest.queries.citizens import account_view, team_names
from contest.queries.stages import fielded
from contest.web.context import stage_of
from contest.web.pages import OUTCOME_LABELS
from contest.web.standing import next_vote, why_not
from contest.web.voters import account_of, voter_of

PER_PAGE = 20
PROMPT_CHARACTERS = 80
PROBLEMS = {
    "seat_code_wrong": _("초대 번호가 맞지 않거나 이미 쓴 번호예요. 우편으로 받은 번호를 다시 확인해 주세요."),
    "team_unknown": _("그런 팀이 없어요. 목록에서 골라 주세요."),
}


class OwnVotes(Sequence[VoteView]):
    """A voter's votes as a sequence that reads only the slice that is asked for."""

    def __init__(self, voter_ref: str) -> None:
        self._voter_ref = voter_ref
        self._count = count_votes_of(voter_ref)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> VoteView: ...

    @overload
    def __getitem__(self, index: slice) -> list[VoteView]: ...

    def __getitem__(self, index: int | slice) -> VoteView | list[VoteView]:
        if isinstance(index, slice):
            start, stop, _step = index.indices(self._count)
            return votes_of(self._voter_ref, start, stop)
        return votes_of(self._voter_ref, index, index + 1)[0]


@never_cache
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """The person's own account, votes and receipts, newest first."""
    return _page(request)


@never_cache
@require_POST
def seat(request: HttpRequest) -> HttpResponse:
    """Take a seat on a panel with its code."""
    account = account_of(request)
    if account is None:
        return HttpResponseRedirect(reverse("sign-in"))
    code = request.POST.get("code", "")
    try:
        take_seat(account, code, datetime.now(UTC))
    except CitizenRefused as refused:
        return _page(request, refused.code, typed_code=code)
    return HttpResponseRedirect(reverse("me"))


@never_cache
@require_POST
def team(request: HttpRequest) -> HttpResponse:
    """Say that one belongs to a team."""
    account = account_of(request)
    if account is None:
        return HttpResponseRedirect(reverse("sign-in"))
    try:
        declare_oneself(account, request.POST.get("team", ""), datetime.now(UTC))
    except CitizenRefused as refused:
        return _page(request, refused.code)
    return HttpResponseRedirect(reverse("me"))


def _page(request: HttpRequest, problem: str = "", typed_code: str = "") -> HttpResponse:
    voter, account_id, language = voter_of(request), account_of(request), get_language() or "ko"
    votes: Sequence[VoteView] = OwnVotes(voter) if voter else []
    page = Paginator(votes, PER_PAGE).get_page(request.GET.get("page"))
    stage = stage_of(request)
    account = account_view(account_id) if account_id is not None else None
    context = {
        "page": page,
        "votes": _rows(list(page.object_list), language),
        "account": account,
        "team": account.team(language) if account else "",
        "teams": team_names(language) if account else [],
        "standing": next_vote(request, stage.slug) if stage and stage.is_open else "",
        "merged": request.session.pop("merged", None) if account else None,
        "problem": PROBLEMS.get(problem),
        "typed_code": typed_code,
    }
    return render(request, "me/me.html", context, status=400 if problem else 200)


def _rows(votes: list[VoteView], language: str) -> list[dict[str, object]]:
    teams = fielded([ref for vote in votes for ref in (vote.entrant_a, vote.entrant_b)])
    return [
        {
            "cast_at": vote.cast_at,
            "prompt": vote.prompt[:PROMPT_CHARACTERS],
            "outcome_label": OUTCOME_LABELS[vote.outcome],
            "receipt": vote.receipt_ref,
            "teams": (teams[vote.entrant_a].team(language), teams[vote.entrant_b].team(language)),
            "battle_ref": vote.battle_ref,
            "counted": vote.counted,
            "why_not": why_not(vote.void_reason),
        }
        for vote in votes
    ]
