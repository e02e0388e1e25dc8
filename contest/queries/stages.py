"""The stage that people see, its teams, and which team stands behind an entrant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from arena.queries.statements import ManyStatement
from contest.models import Fielding, Stage, Team
from contest.queries.stage_facts import terms_of
from contest.rules.eligibility import StageWindow
from contest.rules.stages import PUBLIC, RUNNING, StageState
from contest.rules.stages_terms import StageTerms


@dataclass(frozen=True)
class StageView:
    """A stage in one language. `closes_at` is when it was closed, or when it will be."""

    slug: str
    kind: str
    state: str
    name: str
    rules: str
    rules_sha256: str
    terms_sha256: str
    published_at: datetime | None
    opens_at: datetime
    closes_at: datetime
    days_left: int
    is_open: bool
    pool_ref: str
    window: StageWindow
    terms: StageTerms

    @property
    def is_rehearsal(self) -> bool:
        """Whether this stage decides nothing."""
        return self.kind == Stage.Kind.REHEARSAL


@dataclass(frozen=True)
class TeamView:
    """A team in one language. `emblem`: an address on this site when it starts with /, else a path below static/."""

    name: str
    emblem: str
    lead: str
    organisations: list[str]


@dataclass(frozen=True)
class FieldedView:
    """The team and the public name behind an entrant, in both languages. `emblem` as in TeamView."""

    team_ko: str
    team_en: str
    entrant_ko: str
    entrant_en: str
    emblem: str
    is_reference: bool

    def team(self, language: str) -> str:
        """The team's name."""
        return self.team_ko if language == "ko" else self.team_en

    def entrant(self, language: str) -> str:
        """The entrant's public name."""
        return self.entrant_ko if language == "ko" else self.entrant_en


def current_stage(language: str, now: datetime) -> StageView | None:
    """The stage that is open, else the next to open, else the last that closed; None when none was published."""
    public = Stage.objects.filter(state__in=PUBLIC).exclude(kind=Stage.Kind.ARCHIVE)
    stages = list(public.select_related("pool").order_by("opens_at"))
    if not stages:
        return None
    running = [stage for stage in stages if stage.state in RUNNING and now < stage.closes_at]
    coming = [stage for stage in stages if stage.state == StageState.PUBLISHED]
    past = sorted(stages, key=lambda stage: stage.closed_at or stage.closes_at)
    return _view((running or coming or past[-1:])[0], language, now)


def public_stages(language: str, now: datetime) -> list[StageView]:
    """Every stage that was published, the newest first: the contest's history."""
    stages = Stage.objects.filter(state__in=PUBLIC).select_related("pool").order_by("-opens_at")
    return [_view(stage, language, now) for stage in stages]


def _view(stage: Stage, language: str, now: datetime) -> StageView:
    korean = language == "ko"
    closes_at = stage.closed_at or stage.closes_at
    return StageView(
        slug=stage.slug,
        kind=stage.kind,
        state=stage.state,
        name=stage.name_ko if korean else stage.name_en,
        rules=stage.rules_ko if korean else stage.rules_en,
        rules_sha256=stage.rules_sha256,
        terms_sha256=stage.terms_sha256,
        published_at=stage.published_at,
        opens_at=stage.opens_at,
        closes_at=closes_at,
        days_left=max(0, ceil((closes_at - now).total_seconds() / 86400)),
        is_open=stage.opens_at <= now < closes_at and stage.pool.is_open,
        pool_ref=stage.pool.ref,
        window=StageWindow(stage.opens_at, closes_at, stage.pool.is_open),
        terms=terms_of(stage),
    )


def rehearsal_is_running() -> bool:
    """Whether a rehearsal stage takes battles now."""
    return Stage.objects.filter(kind=Stage.Kind.REHEARSAL, pool__is_open=True).exists()


def teams_of(pool_ref: str, language: str) -> list[TeamView]:
    """The teams with a competing entrant in the pool that has not withdrawn, in the order in which they joined it."""
    fieldings = (
        Fielding.objects.filter(
            entrant__places__pool__ref=pool_ref, entrant__places__withdrawn_at=None, entrant__is_reference=False
        )
        .select_related("team__uploaded_emblem")
        .defer("team__uploaded_emblem__png")
        .prefetch_related("team__organisations")
        .order_by("entrant__places__joined_at")
    )
    korean = language == "ko"
    views = {}
    for fielding in fieldings:
        organisations = list(fielding.team.organisations.all())
        names = [(row.name_ko if korean else row.name_en, row.is_lead) for row in organisations]
        views[fielding.team_id] = TeamView(
            name=fielding.team.name_ko if korean else fielding.team.name_en,
            emblem=_emblem(fielding.team),
            lead=next((name for name, is_lead in names if is_lead), ""),
            organisations=[name for name, is_lead in names if not is_lead],
        )
    return list(views.values())


def _emblem(team: Team) -> str:
    uploaded = getattr(team, "uploaded_emblem", None)
    return _address(uploaded.sha256 if uploaded else None, team.emblem)


def _address(uploaded_sha256: str | None, emblem: str) -> str:
    return f"/emblems/{uploaded_sha256}.png" if uploaded_sha256 else emblem


FIELDED = ManyStatement("""
SELECT entrant.ref, team.name_ko, team.name_en, fielding.name_ko, fielding.name_en, team.emblem, emblem.sha256,
       entrant.is_reference
FROM arena_entrant entrant
JOIN contest_fielding fielding ON fielding.entrant_id = entrant.id
JOIN contest_team team ON team.id = fielding.team_id
LEFT JOIN contest_emblem emblem ON emblem.team_id = team.id
WHERE entrant.ref IN ({places})
""")


def fielded(entrant_refs: Iterable[str]) -> dict[str, FieldedView]:
    """Team and public name by entrant ref. Who calls this decides who may read it."""
    refs = sorted(set(entrant_refs))
    if not refs:
        return {}
    return {
        ref: FieldedView(team_ko, team_en, name_ko, name_en, _address(sha256, emblem), bool(is_reference))
        for ref, team_ko, team_en, name_ko, name_en, emblem, sha256, is_reference in FIELDED.rows(
            [(ref,) for ref in refs]
        )
    }
