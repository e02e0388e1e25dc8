"""A contest file's plan becomes rows: all of it or nothing, and the second time nothing changes."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from contest.actions.emblems import paint_emblem, set_emblem
from contest.actions.entrants import change_endpoints, edit_entrant, enrol
from contest.actions.refusals import ActRefused
from contest.actions.stages import create_stage, edit_stage
from contest.actions.stages_entries import enter_stage
from contest.actions.teams import create_team, edit_team
from contest.queries.stage_records import stage_record
from contest.queries.teams import entrant_record, team_record
from contest.rules.contest_file.plan import Plan, PlannedEntrant, PlannedStage, PlannedTeam
from contest.rules.roles import Actor
from contest.rules.stages_terms import terms_digest
from contest.rules.teams import Replica


class What(StrEnum):
    """What became of one object."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Loaded:
    """One object of the file: `kind` is team, entrant or stage."""

    kind: str
    slug: str
    what: What


class LoadRefused(ActRefused):
    """An act was refused; `line` and `about` say for which object of the file."""

    def __init__(self, line: int, about: str, refused: ActRefused) -> None:
        super().__init__(refused.issues)
        self.line, self.about = line, about


@transaction.atomic
def load_plan(
    actor: Actor, plan: Plan, emblems: Mapping[str, bytes], *, now: datetime, dry_run: bool = False
) -> list[Loaded]:
    """Do what the plan asks for. `emblems`: picture files by team slug. `dry_run` does it all and takes it back.

    What the file does not name stays as it is. Raises LoadRefused; then nothing was done.
    """
    done = []
    for team in plan.teams:
        done += _load_team(actor, team, emblems.get(team.facts.slug), now)
    for stage in plan.stages:
        with _at(stage.line, f"stage {stage.slug}"):
            done.append(Loaded("stage", stage.slug, _load_stage(actor, stage, now)))
    if dry_run:
        transaction.set_rollback(True)
    return done


@contextmanager
def _at(line: int, about: str) -> Iterator[None]:
    try:
        yield
    except ActRefused as refused:
        raise LoadRefused(line, about, refused) from refused


def _load_team(actor: Actor, team: PlannedTeam, emblem: bytes | None, now: datetime) -> list[Loaded]:
    slug = team.facts.slug
    with _at(team.line, f"team {slug}"):
        what = _write_team(actor, team, now)
        if emblem is not None and _sets_emblem(actor, slug, emblem, now) and what is What.UNCHANGED:
            what = What.CHANGED
    done = [Loaded("team", slug, what)]
    for entrant in team.entrants:
        with _at(entrant.line, f"entrant {entrant.facts.slug}"):
            done.append(Loaded("entrant", entrant.facts.slug, _load_entrant(actor, entrant, now)))
    return done


def _write_team(actor: Actor, team: PlannedTeam, now: datetime) -> What:
    found = team_record(team.facts.slug)
    if found is None:
        create_team(actor, team.facts, now=now)
        return What.CREATED
    # An emblem that came with the site stays, unless the file names another one.
    facts = team.facts if team.facts.static_emblem else replace(team.facts, static_emblem=found.facts.static_emblem)
    return _if(found.facts != facts, lambda: edit_team(actor, facts, seen=found.revision, now=now))


def _sets_emblem(actor: Actor, slug: str, emblem: bytes, now: datetime) -> bool:
    found = team_record(slug)
    if found is not None and found.emblem_sha256 == paint_emblem(emblem).sha256:
        return False
    return set_emblem(actor, slug, emblem, now=now)


def _load_entrant(actor: Actor, entrant: PlannedEntrant, now: datetime) -> What:
    found = entrant_record(entrant.facts.slug)
    if found is None:
        enrol(actor, entrant.facts, entrant.replicas, now=now)
        return What.CREATED
    facts, seen = entrant.facts, found.revision
    what = _if(found.facts != facts, lambda: edit_entrant(actor, facts, seen=seen, now=now))
    seen += what is What.CHANGED
    before = {
        Replica(row.base_url, row.served_name, row.api_key_variable, row.context_tokens) for row in found.endpoints
    }
    if before != set(entrant.replicas):
        change_endpoints(actor, facts.slug, entrant.replicas, seen=seen, now=now)
        return What.CHANGED
    return what


def _load_stage(actor: Actor, stage: PlannedStage, now: datetime) -> What:
    found = stage_record(stage.slug)
    what = What.CREATED
    if found is None:
        create_stage(actor, stage.slug, stage.terms, now=now, is_rehearsal=stage.is_rehearsal)
    else:
        # What was published is compared with what was published: an extension is no difference to the file.
        differs = terms_digest(stage.terms) != (found.terms_sha256 or terms_digest(found.terms))
        edit = edit_stage
        what = _if(differs, lambda: edit(actor, stage.slug, stage.terms, seen=found.revision, now=now))
    present = {entry.entrant_slug for entry in found.entries if entry.withdrawn_at is None} if found else set()
    for slug in stage.entrants:
        if slug not in present:
            enter_stage(actor, stage.slug, slug, seen=_revision(stage.slug), now=now)
            what = What.CHANGED if what is What.UNCHANGED else what
    return what


def _if(differs: bool, write: Callable[[], object]) -> What:
    if not differs:
        return What.UNCHANGED
    write()
    return What.CHANGED


def _revision(slug: str) -> int:
    found = stage_record(slug)
    return found.revision if found else 0
