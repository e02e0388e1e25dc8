"""Teams come into being and change."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import F

from contest.actions.audit import organiser_act
from contest.actions.masked_names import lay_down_names
from contest.actions.refusals import ActRefused, go_on_unless
from contest.models import Organisation, Stage, Team
from contest.queries.teams import team_facts
from contest.rules.issues import Issue
from contest.rules.roles import Act, Actor
from contest.rules.stages import RUNNING
from contest.rules.stages_terms import plain
from contest.rules.teams import TeamFacts, issues_with_team


def create_team(actor: Actor, facts: TeamFacts, *, now: datetime) -> None:
    """Write a team with its organisations. Refused: `team_exists` and what `issues_with_team` finds."""
    with organiser_act(actor, Act.CREATE_TEAM, "team", facts.slug, now) as record:
        issues = issues_with_team(facts)
        if Team.objects.filter(slug=facts.slug).exists():
            issues.append(Issue("team_exists", {"team": facts.slug}))
        go_on_unless(issues)
        team = Team.objects.create(slug=facts.slug, **_columns(facts))
        _write_organisations(team, facts)
        record.after = plain(facts)


def edit_team(actor: Actor, facts: TeamFacts, *, seen: int, now: datetime) -> bool:
    """Replace what is said of a team; False when nothing differs. Refused: `team_unknown`, `changed_meanwhile`."""
    with organiser_act(actor, Act.EDIT_TEAM, "team", facts.slug, now) as record:
        go_on_unless(issues_with_team(facts))
        team = Team.objects.filter(slug=facts.slug).first()
        if team is None:
            raise ActRefused([Issue("team_unknown", {"team": facts.slug})])
        before = team_facts(team)
        as_seen = Team.objects.filter(pk=team.pk, revision=seen)
        if as_seen.update(revision=F("revision") + 1, **_columns(facts)) != 1:
            raise ActRefused([Issue("changed_meanwhile")])
        team.organisations.all().delete()
        _write_organisations(team, facts)
        for stage in Stage.objects.filter(state__in=RUNNING, entries__fielding__team=team).distinct():
            lay_down_names(stage)
        record.before, record.after = plain(before), plain(facts)
        return before != facts


def _columns(facts: TeamFacts) -> dict[str, Any]:
    return {
        "name_ko": facts.name_ko,
        "name_en": facts.name_en,
        "emblem": facts.static_emblem,
        "description_ko": facts.description_ko,
        "description_en": facts.description_en,
        "names": {kind: list(names) for kind, names in asdict(facts.names).items() if names},
    }


def _write_organisations(team: Team, facts: TeamFacts) -> None:
    everybody = [(facts.lead, True), *((row, False) for row in facts.participants)]
    Organisation.objects.bulk_create(
        Organisation(team=team, name_ko=row.name_ko, name_en=row.name_en, is_lead=is_lead) for row, is_lead in everybody
    )
