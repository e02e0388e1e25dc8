"""My votes."""

from collections.abc import Sequence
from typing import overload

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from arena.queries.votes import VoteView, count_votes_of, votes_of
from contest.queries.stages import fielded
from contest.web.pages import OUTCOME_LABELS
from contest.web.voters import voter_of

PER_PAGE = 20
PROMPT_CHARACTERS = 80


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


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """The person's own votes and receipts, newest first."""
    voter = voter_of(request)
    votes: Sequence[VoteView] = OwnVotes(voter) if voter else []
    page = Paginator(votes, PER_PAGE).get_page(request.GET.get("page"))
    rows = _rows(list(page.object_list), get_language() or "ko")
    return render(request, "me.html", {"page": page, "votes": rows})


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
        }
        for vote in votes
    ]
