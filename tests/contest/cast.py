"""The organisers of the tests by name, their teams, and stages at every point of their life."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group

from arena.actions.endpoint_checks import CheckedPoint, begin_check, finish_check
from arena.actions.health import Look, record_looks
from arena.models import Finding, FindingVote, Pool, Vote
from arena.queries.endpoints import endpoint_records
from contest.actions.entrants import enrol
from contest.actions.stages import create_stage, publish_stage
from contest.actions.stages_entries import enter_stage
from contest.actions.stages_running import close_stage, open_stage, pause_stage
from contest.actions.teams import create_team
from contest.models import Citizen, Stage
from contest.rules.roles import Command, Person, Role
from contest.rules.stages_terms import StageTerms
from contest.rules.teams import EntrantFacts, MaskedNames, OrganisationFacts, Replica, TeamFacts
from tests.arena_cast import voted
from tests.kept_rows import kept

# The contest opens in May; the notice is a little longer than the month that the programme wants.
DRAFTED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OPENS = datetime(2026, 5, 1, 0, 0, tzinfo=UTC)
CLOSES = datetime(2026, 5, 15, 0, 0, tzinfo=UTC)
SETUP = Command("the tests' set-up")
TEAMS = ("pine", "maple", "birch")
NOTICE = {"notice_ko": "서버를 살펴보는 중이에요.", "notice_en": "We are looking at the servers."}
TERMS = StageTerms(
    name_ko="1단계",
    name_en="Stage 1",
    opens_at=OPENS,
    closes_at=CLOSES,
    rules_ko="한 대결에 한 표예요.",
    rules_en="One vote per battle.",
    system_prompt="친절하게 답하세요.",
    weights={"citizen": 25, "expert": 35, "benchmark": 40},
)


def person(username: str, role: Role | None) -> Person:
    """An account with one role, or none."""
    account, made = Citizen.objects.get_or_create(username=username)
    if made and role is not None:
        account.groups.add(Group.objects.get_or_create(name=role)[0])
    return Person(account.pk)


def sora() -> Person:
    """A chief."""
    return person("sora", Role.CHIEF)


def haneul() -> Person:
    """Another chief."""
    return person("haneul", Role.CHIEF)


def dohyun() -> Person:
    """An operator."""
    return person("dohyun", Role.OPERATOR)


def bitna() -> Person:
    """Another operator."""
    return person("bitna", Role.OPERATOR)


def yuna() -> Person:
    """A viewer."""
    return person("yuna", Role.VIEWER)


def minsu() -> Person:
    """An account without any role."""
    return person("minsu", None)


def revision(slug: str = "one") -> int:
    """What somebody sees who looks at the stage now."""
    return Stage.objects.values_list("revision", flat=True).get(slug=slug)


def team_named(slug: str) -> TeamFacts:
    """A team's facts."""
    lead = OrganisationFacts(f"{slug} 연구원", f"{slug.title()} Research")
    names = MaskedNames(families=(f"{slug.title()} One", f"{slug} 하나"), makers=(slug.title(),))
    return TeamFacts(slug, f"{slug} 팀", f"Team {slug.title()}", lead, names=names)


def entrant_of(team: str, **more: Any) -> EntrantFacts:
    """The facts of a team's entrant, such as `pine-1`."""
    facts = EntrantFacts(f"{team}-1", team, f"{team} 하나", f"{team.title()} One", version="1.0")
    return replace(facts, **more)


def field_team(slug: str, **more: Any) -> str:
    """A team with one entrant that looked well and passed its test; returns the entrant's slug."""
    create_team(SETUP, team_named(slug), now=DRAFTED)
    facts = entrant_of(slug, **more)
    ref = enrol(SETUP, facts, (Replica(f"https://{slug}.example:8443", f"m-{slug}"),), now=DRAFTED)
    look_well(ref)
    pass_test(ref)
    return facts.slug


def look_well(entrant_ref: str, problem: str = "") -> None:
    """Let the probe find all replicas of an entrant well, or with one problem twice."""
    for row in endpoint_records([entrant_ref]):
        for _ in range(2):
            record_looks([Look(row.ref, problem, None, None, None, None)], DRAFTED)


def pass_test(entrant_ref: str, now: datetime = DRAFTED, *, passed: bool = True) -> None:
    """Let a test of all replicas of an entrant have been passed, or failed."""
    for row in endpoint_records([entrant_ref]):
        finish_check(begin_check(row.ref, now).ref, [CheckedPoint("streaming", True, passed, "…")], passed, now)


def draft(slug: str = "one", terms: StageTerms = TERMS, *, is_rehearsal: bool = False) -> str:
    """A drafted stage without entrants."""
    create_stage(SETUP, slug, terms, now=DRAFTED, is_rehearsal=is_rehearsal)
    return slug


def published(slug: str = "one", terms: StageTerms = TERMS, *, is_rehearsal: bool = False) -> str:
    """A published stage with three entrants."""
    kept(f"published {slug} {terms} {is_rehearsal}", lambda: _publish(slug, terms, is_rehearsal))
    return slug


def _publish(slug: str, terms: StageTerms, is_rehearsal: bool) -> None:
    draft(slug, terms, is_rehearsal=is_rehearsal)
    for team in TEAMS:
        enter_stage(SETUP, slug, field_team(team), seen=revision(slug), now=DRAFTED)
    publish_stage(SETUP, slug, seen=revision(slug), now=DRAFTED)


def opened(slug: str = "one", terms: StageTerms = TERMS, *, is_rehearsal: bool = False) -> str:
    """A stage that takes battles."""
    kept(f"opened {slug} {terms} {is_rehearsal}", lambda: _open(slug, terms, is_rehearsal))
    return slug


def _open(slug: str, terms: StageTerms, is_rehearsal: bool) -> None:
    published(slug, terms, is_rehearsal=is_rehearsal)
    open_stage(SETUP, slug, seen=revision(slug), now=OPENS)


def paused(slug: str = "one") -> str:
    """A stage that was paused an hour after its opening."""
    opened(slug)
    pause_stage(SETUP, slug, seen=revision(slug), now=OPENS + timedelta(hours=1), **NOTICE)
    return slug


def closed(slug: str = "one") -> str:
    """A stage that was closed at its end."""
    opened(slug)
    close_stage(SETUP, slug, seen=revision(slug), now=CLOSES)
    return slug


def pool_of(slug: str = "one") -> str:
    """The ref of a stage's pool."""
    return Stage.objects.values_list("pool__ref", flat=True).get(slug=slug)


def finding_about_two(now: datetime, detector: str, subject: str, **more: Any) -> str:
    """The ref of an open finding about two of the three votes of an open stage."""
    opened()
    for number in range(3):
        voted(pool_of(), voter=f"{number:064d}", seed=number)
    seen = {"detector": detector, "subject": subject, "found_at": now, "renewed_at": now, "looked_at_votes": 3}
    row = Finding.objects.create(pool=Pool.objects.get(ref=pool_of()), **seen, **more)
    for vote in Vote.objects.order_by("pk")[:2]:
        FindingVote.objects.create(finding=row, vote=vote)
    return row.ref
