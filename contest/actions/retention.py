"""What is kept for a time only: texts as long as their stage's terms say, and what leads to a person even shorter."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from arena.actions.erasure import erase_texts, forget_traits_before
from contest.models import PastSignIn, Stage
from contest.rules.stages import RUNNING

PORTION = 500
"""Prompts in one transaction: short enough that nobody waits for it."""


@dataclass(frozen=True)
class Erased:
    """How much was due: prompts, notes on voters, hashes of people who left, and ended sessions."""

    prompts: int
    traits: int
    past_sign_ins: int
    sessions: int


def erase_what_is_due(now: datetime) -> Erased:
    """Erase everything whose time has come; called again, it finds nothing more until something else is due."""
    ended = Stage.objects.annotate(over_at=Coalesce("closed_at", "closes_at")).select_related("pool")
    stages = {stage.pk: (stage, stage.over_at + timedelta(days=stage.texts_kept_days) <= now) for stage in ended}
    prompts = sum(_erase(stage.pool.ref, now) for stage, is_due in stages.values() if is_due)
    still_kept = [stage.opens_at for stage, is_due in stages.values() if not is_due]
    return Erased(
        prompts=prompts,
        traits=forget_traits_before(min(still_kept, default=now)),
        past_sign_ins=_forget_past_sign_ins(),
        sessions=Session.objects.filter(expire_date__lt=now).delete()[0],
    )


def _erase(pool_ref: str, now: datetime) -> int:
    erased = 0
    while portion := erase_texts(pool_ref, now, PORTION):
        erased += portion
    return erased


def _forget_past_sign_ins() -> int:
    """Hashes of people who left are needed while a stage runs that had opened before they left."""
    running = Stage.objects.filter(state__in=RUNNING, opens_at__lte=OuterRef("left_at"))
    return PastSignIn.objects.filter(~Exists(running)).delete()[0]
