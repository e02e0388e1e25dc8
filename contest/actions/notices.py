"""The public is told something, and told that it is over."""

from datetime import datetime

from contest.actions.audit import organiser_act
from contest.actions.refusals import ActRefused, go_on_unless
from contest.actions.stage_moves import hold_stage
from contest.models import Notice, Stage
from contest.rules.issues import Issue
from contest.rules.roles import Act, Actor
from contest.rules.stages_running import issues_with_notice


def add_notice(stage: Stage, kind: Notice.Kind, text_ko: str, text_en: str, now: datetime) -> str:
    """Write a notice within an act that is under way; returns its ref."""
    notice = Notice.objects.create(
        stage=stage, kind=kind, text_ko=text_ko.strip(), text_en=text_en.strip(), published_at=now
    )
    return notice.ref


def end_notices(stage: Stage, kind: Notice.Kind, now: datetime) -> None:
    """End the stage's notices of one kind within an act that is under way."""
    stage.notices.filter(kind=kind, ended_at=None).update(ended_at=now)


def publish_notice(actor: Actor, stage_slug: str, text_ko: str, text_en: str, *, degraded: bool, now: datetime) -> str:
    """Tell the public something about a stage; returns the notice's ref. `degraded`: service is worse than usual.

    Refused: `notice_missing`, `stage_unknown`, and `notice_stands` while the public reads these very words.
    """
    with organiser_act(actor, Act.PUBLISH_NOTICE, "notice", "", now) as record:
        go_on_unless(issues_with_notice(text_ko, text_en))
        # Of two clicks the second waits, and then finds the first one's notice.
        stage = hold_stage(stage_slug)
        if stage.notices.filter(ended_at=None, text_ko=text_ko.strip(), text_en=text_en.strip()).exists():
            raise ActRefused([Issue("notice_stands")])
        kind = Notice.Kind.DEGRADED if degraded else Notice.Kind.GENERAL
        record.ref = add_notice(stage, kind, text_ko, text_en, now)
        record.after = {"stage": stage_slug, "kind": kind, "text_ko": text_ko, "text_en": text_en}
        return record.ref


def end_notice(actor: Actor, notice_ref: str, *, now: datetime) -> None:
    """Say that a notice holds no more; it stays in the list. Refused: `notice_is_over`."""
    with organiser_act(actor, Act.END_NOTICE, "notice", notice_ref, now) as record:
        if not Notice.objects.filter(ref=notice_ref, ended_at=None).update(ended_at=now):
            raise ActRefused([Issue("notice_is_over")])
        record.before, record.after = {"ended_at": None}, {"ended_at": now.isoformat()}
