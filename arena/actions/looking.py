"""Findings are written here, by looking at votes. Apart from the decisions: those take no statistics."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

import numpy as np
from django.db import transaction

from arena.actions.findings import apply_by_rule
from arena.models import Entrant, Finding, FindingVote, Pool
from arena.queries.seen_votes import SeenVotes, seen_votes
from arena.rules.integrity.by_rule import applies_by_rule
from arena.rules.integrity.effect import effect
from arena.rules.integrity.noticed import Noticed
from arena.rules.integrity.scan import scan


def look_for_findings(pool_ref: str, now: datetime) -> list[str]:
    """Let all detectors look at a pool's votes; returns the refs of findings that are new, renewed or applied.

    The rule applies plain groups at once (see `arena.rules.integrity.by_rule`); everything else stays open for people.
    """
    votes = seen_votes(pool_ref)
    if not len(votes.keys):
        return []
    noticed = scan(votes.seen)
    return [ref for one in noticed if (ref := _keep(pool_ref, votes, one, now)) is not None]


@transaction.atomic
def _keep(pool_ref: str, votes: SeenVotes, noticed: Noticed, now: datetime) -> str | None:
    """Write the finding with the votes that no earlier decision was about; None when there is nothing new in it."""
    # One look after the other, and no look while somebody decides.
    pool = Pool.objects.select_for_update().get(ref=pool_ref)
    toward = Entrant.objects.filter(ref=noticed.toward).first() if noticed.toward else None
    same = pool.findings.filter(detector=noticed.detector, subject=noticed.subject, toward=toward)
    decided = same.exclude(state=Finding.State.OPEN)
    known = set(FindingVote.objects.filter(finding__in=decided).values_list("vote_id", flat=True))
    fresh = [key for key in votes.keys[noticed.votes].tolist() if key not in known]
    dismissed = decided.filter(state=Finding.State.DISMISSED).exists()
    # What people let pass is raised again only when it has doubled.
    if not fresh or (dismissed and len(fresh) < len(known)):
        return None
    finding = same.filter(state=Finding.State.OPEN).first()
    if finding is None:
        finding = Finding(pool=pool, detector=noticed.detector, subject=noticed.subject, toward=toward, found_at=now)
    elif set(finding.places.values_list("vote_id", flat=True)) == set(fresh):
        return None
    _write(finding, votes, noticed, fresh, now)
    if applies_by_rule(noticed, len(votes.keys)) and not dismissed:
        apply_by_rule(finding, now)
    return finding.ref


def _write(finding: Finding, votes: SeenVotes, noticed: Noticed, fresh: Sequence[int], now: datetime) -> None:
    finding.chance = noticed.chance
    finding.numbers = {name: float(value) for name, value in noticed.numbers.items()}
    finding.looked_at_votes = len(votes.keys)
    finding.effect = _effect(finding.pool, votes, fresh)
    finding.renewed_at = now
    finding.save()
    finding.places.all().delete()
    FindingVote.objects.bulk_create([FindingVote(finding=finding, vote_id=key) for key in fresh])


def _effect(pool: Pool, votes: SeenVotes, fresh: Sequence[int]) -> list[dict[str, object]]:
    """What the board that counts now says with and without the votes."""
    competing = set(pool.places.filter(entrant__is_reference=False).values_list("entrant__ref", flat=True))
    aside = np.isin(votes.keys, np.array(fresh, dtype=np.int64))[votes.counts]
    return [asdict(one) for one in effect(votes.rows, aside, competing)]
