"""Findings as organisers and the published data show them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from arena.models import Finding


@dataclass(frozen=True)
class EffectView:
    """One entrant's rating in points with the votes in question and without them."""

    entrant_ref: str
    with_votes: float
    without_votes: float

    @property
    def change(self) -> float:
        """What setting the votes aside does to the rating."""
        return self.without_votes - self.with_votes


@dataclass(frozen=True)
class DecisionView:
    """One decision; `by` is empty when the rule took it."""

    verb: str
    by: tuple[str, ...]
    reason: str
    decided_at: datetime


@dataclass(frozen=True)
class FindingView:
    """A finding with its evidence. `chance`: that honest votes show the like in one look; None where it is unknown.

    `toward`: the ref of the entrant that the votes help or harm, or empty.
    """

    ref: str
    pool_ref: str
    detector: str
    subject: str
    toward: str
    state: str
    chance: float | None
    numbers: dict[str, float]
    votes: int
    looked_at_votes: int
    effect: tuple[EffectView, ...]
    found_at: datetime
    decisions: tuple[DecisionView, ...]


def findings(pool_ref: str, state: str = "") -> list[FindingView]:
    """A pool's findings, the newest first; only those in `state` when it is given."""
    return [_view(row) for row in _of_pool(pool_ref, state)]


def count_findings(pool_ref: str, state: str = "") -> int:
    """How many there are."""
    return Finding.objects.filter(pool__ref=pool_ref, **({"state": state} if state else {})).count()


def findings_page(start: int, stop: int, *, pool_ref: str, state: str = "") -> list[FindingView]:
    """Some of them, from `start` up to `stop`."""
    return [_view(row) for row in _of_pool(pool_ref, state)[start:stop]]


def finding(finding_ref: str) -> FindingView | None:
    """One finding; None for an unknown ref."""
    row = _whole(Finding.objects.filter(ref=finding_ref)).first()
    return _view(row) if row else None


def votes_of_finding(finding_ref: str) -> list[tuple[str, str]]:
    """(receipt, voter_ref) of the votes in question, in the order of their casting."""
    found = Finding.objects.filter(ref=finding_ref)
    return list(found.order_by("votes__pk").values_list("votes__receipt_ref", "votes__voter_ref"))


def _of_pool(pool_ref: str, state: str) -> QuerySet[Finding]:
    found = Finding.objects.filter(pool__ref=pool_ref, **({"state": state} if state else {}))
    return _whole(found).order_by("-found_at", "-pk")


def _whole(found: QuerySet[Finding]) -> QuerySet[Finding]:
    """With all that a view needs, in as many queries for one row as for a hundred."""
    whole = found.select_related("pool", "toward").prefetch_related("decisions")
    return whole.annotate(votes_in_question=Count("places"))


def _view(row: Finding) -> FindingView:
    return FindingView(
        ref=row.ref,
        pool_ref=row.pool.ref,
        detector=row.detector,
        subject=row.subject,
        toward=row.toward.ref if row.toward else "",
        state=row.state,
        chance=row.chance,
        numbers=row.numbers,
        votes=row.votes_in_question,  # type: ignore[attr-defined]
        looked_at_votes=row.looked_at_votes,
        effect=tuple(EffectView(one["entrant"], one["with_votes"], one["without_votes"]) for one in row.effect),
        found_at=row.found_at,
        decisions=tuple(
            DecisionView(one.verb, tuple(one.by), one.reason, one.decided_at)
            for one in sorted(row.decisions.all(), key=lambda one: one.pk)
        ),
    )
