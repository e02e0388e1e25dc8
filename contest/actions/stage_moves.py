"""The one way a stage changes: a conditional UPDATE on the revision that the person saw. Or nothing of it changes."""

from typing import Any

from django.db.models import F

from contest.actions.refusals import ActRefused
from contest.models import Stage
from contest.rules.issues import Issue
from contest.rules.stages import StageMove, target


def take_stage(slug: str, seen: int) -> Stage:
    """The stage as the person saw it. Raises ActRefused: `stage_unknown`, or `changed_meanwhile` for a stale form."""
    stage = Stage.objects.select_related("pool").filter(slug=slug).first()
    if stage is None:
        raise ActRefused([Issue("stage_unknown", {"stage": slug})])
    if stage.revision != seen:
        raise ActRefused([Issue("changed_meanwhile")])
    return stage


def hold_stage(slug: str) -> Stage:
    """The stage, which nobody changes or holds until the transaction is over. Raises ActRefused: `stage_unknown`."""
    stage = Stage.objects.select_for_update().filter(slug=slug).first()
    if stage is None:
        raise ActRefused([Issue("stage_unknown", {"stage": slug})])
    return stage


def change_stage(stage: Stage, **values: Any) -> None:
    """Write `values` unless somebody was first: of two at once the second waits for the row and then finds nothing."""
    as_seen = Stage.objects.filter(pk=stage.pk, revision=stage.revision, state=stage.state)
    if as_seen.update(revision=F("revision") + 1, **values) != 1:
        raise ActRefused([Issue("changed_meanwhile")])


def move_stage(stage: Stage, move: StageMove, **values: Any) -> None:
    """Make a move that the gates allowed."""
    change_stage(stage, state=target(move), **values)
