"""Findings as organisers and the published data show them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from arena.models import Finding

ROWS_AT_ONCE = 500


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


def count_findings(pool_ref: str, state: str = "", detector: str = "") -> int:
    """How many there are."""
    return Finding.objects.filter(**_wanted(pool_ref, state, detector)).count()


def findings_page(
    start: int, stop: int, *, pool_ref: str, state: str = "", detector: str = "", oldest_first: bool = False
) -> list[FindingView]:
    """Some of them, from `start` up to `stop`, the newest first unless asked otherwise."""
    return [_view(row) for row in _of_pool(pool_ref, state, detector, oldest_first)[start:stop]]


def finding_rows(
    *, pool_ref: str, state: str = "", detector: str = "", oldest_first: bool = False
) -> Iterator[FindingView]:
    """All of them, a few at a time: for downloads of any length."""
    rows = _of_pool(pool_ref, state, detector, oldest_first)
    return (_view(row) for row in rows.iterator(chunk_size=ROWS_AT_ONCE))


def finding(finding_ref: str) -> FindingView | None:
    """One finding; None for an unknown ref."""
    row = _whole(Finding.objects.filter(ref=finding_ref)).first()
    return _view(row) if row else None


def votes_of_finding(finding_ref: str) -> list[tuple[str, str]]:
    """(receipt, voter_ref) of the votes in question, in the order of their casting."""
    found = Finding.objects.filter(ref=finding_ref)
    return list(found.order_by("votes__pk").values_list("votes__receipt_ref", "votes__voter_ref"))


def _wanted(pool_ref: str, state: str, detector: str) -> dict[str, str]:
    exact = {"pool__ref": pool_ref, "state": state, "detector": detector}
    return {name: value for name, value in exact.items() if value}


def _of_pool(pool_ref: str, state: str, detector: str = "", oldest_first: bool = False) -> QuerySet[Finding]:
    order = ("found_at", "pk") if oldest_first else ("-found_at", "-pk")
    return _whole(Finding.objects.filter(**_wanted(pool_ref, state, detector))).order_by(*order)


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
