"""The acts that move a stage: what each is called, what it needs to be told, what stands against it, what does it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arena.orders import run_canaries
from contest.actions.proposals import propose_early_close
from contest.actions.stages import publish_stage, retract_stage
from contest.actions.stages_running import (
    close_stage,
    extend_stage,
    finalise_stage,
    open_stage,
    pause_stage,
    resume_stage,
)
from contest.console.stage_forms import instant, line, paragraph
from contest.queries.stage_gates import closing_issues, finalising_issues, opening_issues, publishing_issues
from contest.rules.issues import Issue
from contest.rules.roles import Act, Person
from contest.rules.stages import StageState

Text = str | Promise
REASON_CHARACTERS = 200


class ReasonForm(forms.Form):
    """Why; it stays in the log."""

    reason = line(_("이유"), _("운영 기록에 남아요. 시민에게는 보이지 않아요."), REASON_CHARACTERS)


class NoticeForm(ReasonForm):
    """What the public reads, in both languages."""

    notice_ko = paragraph(
        _("시민에게 알릴 글(한국어)"), _("모든 화면 위쪽에 보여요. 왜 그런지, 언제 다시 볼지 적으세요."), 3
    )
    notice_en = paragraph(_("시민에게 알릴 글(영어)"), _("한국어와 같은 내용이어야 해요."), 3)

    field_order: tuple[str, ...] = ("notice_ko", "notice_en", "reason")


class ExtendForm(NoticeForm):
    """A later end with its notice."""

    closes_at = instant(_("새로 끝나는 때"), _("한국 시각이에요. 지금 정한 때보다 늦어야 해요."))

    field_order = ("closes_at", "notice_ko", "notice_en", "reason")


@dataclass(frozen=True)
class Told:
    """What the person told with the act. `seen`: the revision that they looked at."""

    slug: str
    seen: int
    now: datetime
    values: dict[str, Any] = field(default_factory=dict)


def _no_gate(slug: str, now: datetime) -> list[Issue]:
    return []


@dataclass(frozen=True)
class StageAct:
    """One act as a page. `gate` tells beforehand what stands against it; `do` raises ActRefused."""

    name: str
    act: Act
    states: frozenset[StageState]
    title: Text
    explanation: Text
    done: Text
    do: Callable[[Person, Told], object]
    gate: Callable[[str, datetime], list[Issue]] = _no_gate
    form: type[forms.Form] | None = None
    needs_two: bool = False


def _notice(told: Told) -> dict[str, str]:
    return {name: told.values[name] for name in ("notice_ko", "notice_en", "reason")}


def _publish(actor: Person, told: Told) -> object:
    return publish_stage(actor, told.slug, seen=told.seen, now=told.now)


def _retract(actor: Person, told: Told) -> None:
    retract_stage(actor, told.slug, seen=told.seen, now=told.now, reason=told.values["reason"])


def _open(actor: Person, told: Told) -> object:
    warned = open_stage(actor, told.slug, seen=told.seen, now=told.now)
    # The first answers after the freezing are the fingerprints: taken now, not when the beat comes to it. A broker that
    # is away only lets them wait for the beat.
    transaction.on_commit(run_canaries.delay, robust=True)
    return warned


def _pause(actor: Person, told: Told) -> None:
    pause_stage(actor, told.slug, seen=told.seen, now=told.now, **_notice(told))


def _resume(actor: Person, told: Told) -> None:
    resume_stage(actor, told.slug, seen=told.seen, now=told.now, reason=told.values["reason"])


def _extend(actor: Person, told: Told) -> None:
    closes_at = told.values["closes_at"]
    extend_stage(actor, told.slug, closes_at, seen=told.seen, now=told.now, **_notice(told))


def _close(actor: Person, told: Told) -> object:
    return close_stage(actor, told.slug, seen=told.seen, now=told.now, reason=told.values["reason"])


def _propose_close(actor: Person, told: Told) -> object:
    return propose_early_close(actor, told.slug, now=told.now, **_notice(told))


def _finalise(actor: Person, told: Told) -> None:
    finalise_stage(actor, told.slug, seen=told.seen, now=told.now, reason=told.values["reason"])


RUNNING = frozenset({StageState.OPEN, StageState.PAUSED})
ACTS = (
    StageAct(
        "publish",
        Act.PUBLISH_STAGE,
        frozenset({StageState.DRAFT}),
        _("규칙 알리기"),
        _("규칙과 조건을 굳히고 시민에게 보여요. 그 뒤로는 고칠 수 없고, 시작 전이면 거둘 수 있어요."),
        _("규칙을 알렸어요. 시민이 규칙과 SHA-256을 볼 수 있어요."),
        _publish,
        publishing_issues,
    ),
    StageAct(
        "open",
        Act.OPEN_STAGE,
        frozenset({StageState.PUBLISHED}),
        _("단계 열기"),
        _("참가 AI를 지금 그대로 굳히고 시민의 대결을 받기 시작해요."),
        _("단계를 열었어요. 시민이 대결할 수 있어요. 어떻게 되어 가는지는 현황판에서 보세요."),
        _open,
        opening_issues,
    ),
    StageAct(
        "retract",
        Act.RETRACT_STAGE,
        frozenset({StageState.PUBLISHED}),
        _("알린 규칙 거두기"),
        _("규칙을 고칠 수 있게 준비 상태로 되돌려요. 고친 뒤에는 다시 알려야 해요."),
        _("알린 규칙을 거뒀어요. 이제 고칠 수 있어요."),
        _retract,
        form=ReasonForm,
    ),
    StageAct(
        "pause",
        Act.PAUSE_STAGE,
        frozenset({StageState.OPEN}),
        _("잠시 멈추기"),
        _("새 대결을 받지 않아요. 이미 시작한 대결은 끝까지 가고 투표도 돼요."),
        _("단계를 멈췄어요. 모든 화면에 알림이 보여요."),
        _pause,
        form=NoticeForm,
    ),
    StageAct(
        "resume",
        Act.RESUME_STAGE,
        frozenset({StageState.PAUSED}),
        _("다시 열기"),
        _("대결을 다시 받고, 멈췄다는 알림을 내려요."),
        _("단계를 다시 열었어요."),
        _resume,
        form=ReasonForm,
    ),
    StageAct(
        "extend",
        Act.EXTEND_STAGE,
        RUNNING,
        _("기간 늘리기"),
        _("끝나는 때를 뒤로 미루고 시민에게 알려요. 처음 알린 규칙은 기록에 그대로 남아요."),
        _("기간을 늘렸어요."),
        _extend,
        form=ExtendForm,
    ),
    StageAct(
        "close",
        Act.CLOSE_STAGE,
        RUNNING,
        _("단계 닫기"),
        _("대결을 더 받지 않아요. 봉인한 순위표가 열려요. 되돌릴 수 없어요."),
        _("단계를 닫았어요."),
        _close,
        lambda slug, now: closing_issues(slug, now),
        form=ReasonForm,
    ),
    StageAct(
        "close-early",
        Act.PROPOSE_EARLY_CLOSE,
        RUNNING,
        _("일찍 닫기 제안"),
        _("끝나는 때보다 먼저 닫아요. 다른 책임자가 확인해야 닫혀요."),
        _("일찍 닫기를 제안했어요. 다른 책임자에게 확인을 부탁하세요."),
        _propose_close,
        lambda slug, now: closing_issues(slug, now, by_two=True),
        form=NoticeForm,
        needs_two=True,
    ),
    StageAct(
        "finalise",
        Act.FINALISE_STAGE,
        frozenset({StageState.CLOSED}),
        _("결과 굳히기"),
        _("이 단계의 표와 순위가 더는 바뀌지 않는다고 알려요. 되돌릴 수 없어요."),
        _("결과를 굳혔어요."),
        _finalise,
        lambda slug, _now: finalising_issues(slug),
        form=ReasonForm,
    ),
)
BY_NAME = {one.name: one for one in ACTS}
