"""What organisers did, newest first, and what waits for a second person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from contest.models import AuditEntry, Proposal
from contest.queries.audit_of_a_stage import about_stage

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class AuditView:
    """One act. `actor_name` is the account's name then, or the name of a command; `role` is "command" for those."""

    ref: str
    done_at: datetime
    actor_name: str
    role: str
    act: str
    object_kind: str
    object_ref: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str


@dataclass(frozen=True)
class AuditFilter:
    """Which entries are wanted; empty fields do not narrow. `words` are looked for in names, objects and reasons.

    `stage`: entries about this stage and all that is or was in it.
    """

    actor_name: str = ""
    act: str = ""
    object_kind: str = ""
    object_ref: str = ""
    words: str = ""
    stage: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class ProposalView:
    """An act that waits for a second person, or was decided."""

    ref: str
    kind: str
    object_kind: str
    object_ref: str
    facts: dict[str, Any]
    reason: str
    proposed_by: str
    proposed_by_id: int
    proposed_at: datetime
    decision: str
    decided_by: str
    decided_at: datetime | None


def count_audit(wanted: AuditFilter) -> int:
    """How many entries there are."""
    return _entries(wanted).count()


def audit_page(wanted: AuditFilter, start: int, stop: int) -> list[AuditView]:
    """Entries from `start` up to `stop`, newest first."""
    return [_view(row) for row in _entries(wanted)[start:stop]]


def audit_rows(wanted: AuditFilter) -> Iterator[AuditView]:
    """All entries, newest first, a few at a time: for downloads of any length."""
    return (_view(row) for row in _entries(wanted).iterator(chunk_size=ROWS_AT_ONCE))


def count_proposals(*, only_open: bool, kind: str = "", words: str = "") -> int:
    """How many proposals there are. `words` are looked for in objects, reasons and names."""
    return _proposals(only_open, kind, words).count()


def proposals_page(
    start: int, stop: int, *, only_open: bool, kind: str = "", words: str = "", oldest_first: bool = False
) -> list[ProposalView]:
    """Proposals from `start` up to `stop`, newest first unless asked otherwise."""
    return [_proposal(row) for row in _proposals(only_open, kind, words, oldest_first)[start:stop]]


def proposal_rows(
    *, only_open: bool, kind: str = "", words: str = "", oldest_first: bool = False
) -> Iterator[ProposalView]:
    """All proposals, a few at a time: for downloads of any length."""
    rows = _proposals(only_open, kind, words, oldest_first)
    return (_proposal(row) for row in rows.iterator(chunk_size=ROWS_AT_ONCE))


def proposal_view(ref: str) -> ProposalView | None:
    """One proposal; None for an unknown ref."""
    row = _proposals(only_open=False).filter(ref=ref).first()
    return _proposal(row) if row else None


def open_proposal(kind: str, object_kind: str, object_ref: str) -> ProposalView | None:
    """What waits for a second person about this object; there is at most one of a kind."""
    about = {"kind": kind, "object_kind": object_kind, "object_ref": object_ref}
    row = _proposals(only_open=True).filter(**about).first()
    return _proposal(row) if row else None


def _entries(wanted: AuditFilter) -> QuerySet[AuditEntry]:
    rows = AuditEntry.objects.order_by("-done_at", "-pk")
    exact = {name: getattr(wanted, name) for name in ("actor_name", "act", "object_kind", "object_ref")}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.stage:
        rows = rows.filter(about_stage(wanted.stage))
    if wanted.since is not None:
        rows = rows.filter(done_at__gte=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(done_at__lt=wanted.until)
    for word in wanted.words.split():
        rows = rows.filter(Q(actor_name__icontains=word) | Q(object_ref__icontains=word) | Q(reason__icontains=word))
    return rows


def _view(row: AuditEntry) -> AuditView:
    return AuditView(
        ref=row.ref,
        done_at=row.done_at,
        actor_name=row.actor_name,
        role=row.role,
        act=row.act,
        object_kind=row.object_kind,
        object_ref=row.object_ref,
        before=row.before,
        after=row.after,
        reason=row.reason,
    )


def _proposals(only_open: bool, kind: str = "", words: str = "", oldest_first: bool = False) -> QuerySet[Proposal]:
    order = ("proposed_at", "pk") if oldest_first else ("-proposed_at", "-pk")
    rows = Proposal.objects.select_related("proposed_by", "decided_by").order_by(*order)
    if only_open:
        rows = rows.filter(decision=Proposal.Decision.OPEN)
    if kind:
        rows = rows.filter(kind=kind)
    for word in words.split():
        by = Q(proposed_by__username__icontains=word) | Q(decided_by__username__icontains=word)
        rows = rows.filter(by | Q(object_ref__icontains=word) | Q(reason__icontains=word))
    return rows


def _proposal(row: Proposal) -> ProposalView:
    return ProposalView(
        ref=row.ref,
        kind=row.kind,
        object_kind=row.object_kind,
        object_ref=row.object_ref,
        facts=row.facts,
        reason=row.reason,
        proposed_by=row.proposed_by.username,
        proposed_by_id=row.proposed_by_id,
        proposed_at=row.proposed_at,
        decision=row.decision,
        decided_by=row.decided_by.username if row.decided_by else "",
        decided_at=row.decided_at,
    )
