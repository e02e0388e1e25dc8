"""Entrants enter a stage, late ones too, and withdraw from it."""

from datetime import datetime

from arena.actions.pools import join_pool, withdraw_from_pool
from contest.actions.audit import organiser_act
from contest.actions.freezing import freeze, lock_entries
from contest.actions.masked_names import lay_down_names
from contest.actions.refusals import ActRefused, go_on_unless
from contest.actions.stage_moves import change_stage, take_stage
from contest.models import Entry, Fielding, Stage
from contest.queries.stage_facts import entry_facts, facts_of, present_in
from contest.rules.issues import Issue
from contest.rules.roles import Act, Actor
from contest.rules.stages import RUNNING, StageState
from contest.rules.stages_running import issues_before_entering, issues_before_withdrawing


def enter_stage(actor: Actor, stage_slug: str, entrant_slug: str, *, seen: int, now: datetime) -> list[str]:
    """Give an entrant a place; returns the codes of the warnings.

    In a stage that runs it enters late: it is frozen at once and drawn level with those who have met least.
    """
    is_late = _runs(stage_slug)
    with organiser_act(actor, Act.ENTER_LATE if is_late else Act.ENTER_STAGE, "stage", stage_slug, now) as record:
        stage = take_stage(stage_slug, seen)
        fielding = _fielding(entrant_slug)
        before = stage.entries.filter(fielding=fielding).first()
        (facts,) = entry_facts([fielding], stage)
        warned = go_on_unless(
            issues_before_entering(
                facts_of(stage), facts, entry_facts(present_in(stage), stage), was_here=before is not None
            )
        )
        change_stage(stage)
        _enter(stage, fielding, is_late, now)
        record.after = {"entrant": entrant_slug, "is_late": is_late, "warnings": warned}
        return warned


def withdraw_entrant(
    actor: Actor, stage_slug: str, entrant_slug: str, *, seen: int, now: datetime, reason: str
) -> list[str]:
    """Draw an entrant no more; returns the codes of the warnings. Its battles and votes stay, rated as before.

    Before the opening it only leaves the list, which an operator may do; from a stage that runs a chief withdraws it.
    """
    act = Act.WITHDRAW_ENTRANT if _runs(stage_slug) else Act.LEAVE_STAGE
    with organiser_act(actor, act, "stage", stage_slug, now, reason) as record:
        stage = take_stage(stage_slug, seen)
        fielding = _fielding(entrant_slug)
        present = entry_facts(present_in(stage), stage)
        warned = go_on_unless(issues_before_withdrawing(StageState(stage.state), present, entrant_slug, reason))
        change_stage(stage)
        stage.entries.filter(fielding=fielding).update(withdrawn_at=now, withdrawal=reason)
        withdraw_from_pool(stage.pool.ref, fielding.entrant.ref, now)
        record.before, record.after = {"entrant": entrant_slug}, {"withdrawn": entrant_slug, "warnings": warned}
        return warned


def _runs(stage_slug: str) -> bool:
    # Read before the door; inside it the revision tells when this was not the state that the person saw.
    return Stage.objects.filter(slug=stage_slug, state__in=RUNNING).exists()


def _fielding(slug: str) -> Fielding:
    fielding = Fielding.objects.select_related("team", "entrant").filter(slug=slug).first()
    if fielding is None:
        raise ActRefused([Issue("entrant_unknown", {"entrant": slug})])
    return fielding


def _enter(stage: Stage, fielding: Fielding, is_late: bool, now: datetime) -> None:
    Entry.objects.update_or_create(
        stage=stage,
        fielding=fielding,
        defaults={"entered_at": now, "is_late": is_late, "withdrawn_at": None, "withdrawal": ""},
    )
    join_pool(stage.pool.ref, fielding.entrant.ref)
    if is_late:
        lay_down_names(stage)
        for entry in lock_entries(stage):
            if entry.fielding_id == fielding.pk:
                freeze(stage, entry, now)
