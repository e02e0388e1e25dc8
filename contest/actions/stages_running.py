"""A stage opens, pauses, resumes, is extended, closes and becomes final."""

from datetime import datetime

from arena.actions.pools import PoolConditions, set_conditions, set_pool_open
from contest.actions.audit import organiser_act
from contest.actions.freezing import freeze, lock_entries
from contest.actions.masked_names import lay_down_names
from contest.actions.notices import add_notice, end_notices
from contest.actions.refusals import go_on_unless
from contest.actions.stage_moves import change_stage, move_stage, take_stage
from contest.models import Notice, Stage
from contest.queries.stage_facts import facts_of
from contest.queries.stage_gates import closing_issues_of, finalising_issues_of, opening_issues_of
from contest.rules.roles import Act, Actor
from contest.rules.stages import StageMove, StageState
from contest.rules.stages_running import issues_before_extending, issues_before_pausing, issues_before_resuming


def open_stage(actor: Actor, slug: str, *, seen: int, now: datetime) -> list[str]:
    """Freeze the entrants, lay the conditions down and take battles; returns the codes of the warnings."""
    with organiser_act(actor, Act.OPEN_STAGE, "stage", slug, now) as record:
        stage = take_stage(slug, seen)
        # The entrants are locked before they are looked at: nobody changes one between its gate and its freezing.
        entries = lock_entries(stage)
        warned = go_on_unless(opening_issues_of(stage, now))
        move_stage(stage, StageMove.OPEN, opened_at=now)
        frozen = {entry.fielding.slug: freeze(stage, entry, now) for entry in entries}
        set_conditions(
            stage.pool.ref,
            PoolConditions(
                system_prompt=stage.system_prompt,
                temperature=stage.temperature,
                top_p=stage.top_p,
                max_tokens=stage.max_tokens,
                max_turns=stage.max_turns,
                min_votes=stage.min_votes,
            ),
        )
        lay_down_names(stage)
        set_pool_open(stage.pool.ref, True)
        record.before = {"state": stage.state}
        record.after = {"state": StageState.OPEN, "frozen": frozen, "warnings": warned}
        return warned


def pause_stage(
    actor: Actor, slug: str, *, seen: int, now: datetime, notice_ko: str, notice_en: str, reason: str = ""
) -> None:
    """Take no battles for a while, and tell the public why; battles under way go on to their end."""
    with organiser_act(actor, Act.PAUSE_STAGE, "stage", slug, now, reason) as record:
        stage = take_stage(slug, seen)
        go_on_unless(issues_before_pausing(StageState(stage.state), notice_ko, notice_en))
        move_stage(stage, StageMove.PAUSE)
        set_pool_open(stage.pool.ref, False)
        notice = add_notice(stage, Notice.Kind.PAUSED, notice_ko, notice_en, now)
        record.before = {"state": stage.state}
        record.after = {"state": StageState.PAUSED, "notice": notice}


def resume_stage(actor: Actor, slug: str, *, seen: int, now: datetime, reason: str = "") -> None:
    """Take battles again; the notice of the pause ends."""
    with organiser_act(actor, Act.RESUME_STAGE, "stage", slug, now, reason) as record:
        stage = take_stage(slug, seen)
        go_on_unless(issues_before_resuming(facts_of(stage), now))
        move_stage(stage, StageMove.RESUME)
        set_pool_open(stage.pool.ref, True)
        end_notices(stage, Notice.Kind.PAUSED, now)
        record.before = {"state": stage.state}
        record.after = {"state": StageState.OPEN}


def extend_stage(
    actor: Actor,
    slug: str,
    closes_at: datetime,
    *,
    seen: int,
    now: datetime,
    notice_ko: str,
    notice_en: str,
    reason: str = "",
) -> None:
    """Move a running stage's end to a later instant, and tell the public. The published terms stay on record."""
    with organiser_act(actor, Act.EXTEND_STAGE, "stage", slug, now, reason) as record:
        stage = take_stage(slug, seen)
        go_on_unless(issues_before_extending(facts_of(stage), closes_at, notice_ko, notice_en, now))
        change_stage(stage, closes_at=closes_at)
        notice = add_notice(stage, Notice.Kind.EXTENDED, notice_ko, notice_en, now)
        record.before = {"closes_at": stage.closes_at.isoformat()}
        record.after = {"closes_at": closes_at.isoformat(), "notice": notice}


def close_stage(actor: Actor, slug: str, *, seen: int, now: datetime, reason: str = "") -> list[str]:
    """Take no more battles, at or after the end; returns the warnings. Earlier it takes two: see `proposals`."""
    with organiser_act(actor, Act.CLOSE_STAGE, "stage", slug, now, reason) as record:
        stage = take_stage(slug, seen)
        warned = close_now(stage, now, by_two=False)
        record.before = {"state": stage.state}
        record.after = {"state": StageState.CLOSED, "warnings": warned}
        return warned


def close_now(stage: Stage, now: datetime, *, by_two: bool) -> list[str]:
    """Close within an act that is under way; returns the codes of the warnings. Raises ActRefused."""
    warned = go_on_unless(closing_issues_of(stage, now, by_two=by_two))
    move_stage(stage, StageMove.CLOSE, closed_at=now)
    set_pool_open(stage.pool.ref, False)
    for kind in (Notice.Kind.PAUSED, Notice.Kind.DEGRADED):
        end_notices(stage, kind, now)
    return warned


def finalise_stage(actor: Actor, slug: str, *, seen: int, now: datetime, reason: str = "") -> None:
    """Say that nothing of a closed stage moves any more."""
    with organiser_act(actor, Act.FINALISE_STAGE, "stage", slug, now, reason) as record:
        stage = take_stage(slug, seen)
        go_on_unless(finalising_issues_of(stage))
        move_stage(stage, StageMove.FINALISE, finalised_at=now)
        record.before = {"state": stage.state}
        record.after = {"state": StageState.FINAL}
