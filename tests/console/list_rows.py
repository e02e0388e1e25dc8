"""Rows of the shorter lists, beside the many battles and votes of `crowd`."""

from datetime import datetime

from django.db import connection

from arena.models import Finding, FindingVote, Pool, Vote
from contest.models import AuditEntry, Export, Proposal, Stage
from contest.rules.roles import Person

VOTES_IN_A_FINDING = 3
ENTRIES_FOR_EACH = 50


def list_rows(pool_ref: str, many: int, proposer: Person, now: datetime) -> None:
    """So many open findings, open proposals and failed exports, and ENTRIES_FOR_EACH times as many acts."""
    pool, stage = Pool.objects.get(ref=pool_ref), Stage.objects.get(pool__ref=pool_ref)
    votes = list(Vote.objects.order_by("pk")[: many + VOTES_IN_A_FINDING])
    seen = {"pool": pool, "detector": "burst", "looked_at_votes": 9, "found_at": now, "renewed_at": now}
    findings = Finding.objects.bulk_create(Finding(subject=f"s{number}", **seen) for number in range(many))
    FindingVote.objects.bulk_create(
        FindingVote(finding=finding, vote=vote)
        for number, finding in enumerate(findings)
        for vote in votes[number : number + VOTES_IN_A_FINDING]
    )
    waits = {"kind": "void_votes", "object_kind": "votes", "reason": "두 번 눌렀다고 해요.", "proposed_at": now}
    Proposal.objects.bulk_create(
        Proposal(proposed_by_id=proposer.account_id, object_ref=vote.receipt_ref, **waits) for vote in votes[:many]
    )
    Export.objects.bulk_create(
        Export(stage=stage, data="votes", format="csv", state="failed", requested_at=now) for _ in range(many)
    )
    AuditEntry.objects.bulk_create(
        AuditEntry(done_at=now, actor_name=f"p{number}", role="viewer", act="sign_in", object_kind="account")
        for number in range(many * ENTRIES_FOR_EACH)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
