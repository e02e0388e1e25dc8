"""A standing is published: by two people, as an immutable row."""

from datetime import datetime
from typing import Any

from contest.actions.refusals import ActRefused, go_on_unless
from contest.actions.stage_moves import hold_stage
from contest.models import PublishedStanding
from contest.queries.publications import published_standings
from contest.queries.standing_content import content_of, left_out_in, snapshot_number
from contest.queries.standings import StageStanding, stage_standing, standing_issues
from contest.rules.issues import Issue
from contest.rules.stages_terms import digest


def standing_to_propose(stage_slug: str) -> dict[str, Any]:
    """What a proposal to publish says: the digest of the standing, the snapshot it rests on, and who is left out why.

    Raises ActRefused: `stage_unknown`, and what stands against publishing.
    """
    found = _found(stage_slug)
    content = content_of(found)
    sha256 = digest(content)
    go_on_unless(standing_issues(found, sha256))
    return {"sha256": sha256, "snapshot": snapshot_number(content), "left_out": left_out_in(content)}


def publish_standing(stage_slug: str, sha256: str, now: datetime) -> tuple[dict[str, Any], dict[str, Any]]:
    """Freeze the standing within an act that is under way; returns what was and what is published.

    Raises ActRefused: what stands against publishing, and `proposal_is_outdated` unless it still has this digest.
    """
    # Nobody enters a result between the look and the row.
    stage = hold_stage(stage_slug)
    found = _found(stage_slug)
    content = content_of(found)
    if digest(content) != sha256:
        raise ActRefused([Issue("proposal_is_outdated")])
    go_on_unless(standing_issues(found, sha256))
    before = published_standings(stage_slug)[:1]
    number, snapshot = before[0].number + 1 if before else 1, snapshot_number(content)
    PublishedStanding.objects.create(
        stage=stage,
        number=number,
        published_at=now,
        snapshot_number=snapshot,
        content=content,
        sha256=sha256,
    )
    was = {"number": before[0].number, "sha256": before[0].sha256} if before else {}
    return was, {"number": number, "sha256": sha256, "snapshot": snapshot}


def _found(stage_slug: str) -> StageStanding:
    found = stage_standing(stage_slug)
    if found is None:
        raise ActRefused([Issue("stage_unknown", {"stage": stage_slug})])
    return found
