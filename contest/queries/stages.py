"""The stage that people see, its teams, and which team stands behind an entrant."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from contest.models import Fielding, Stage
from contest.rules.eligibility import StageWindow


@dataclass(frozen=True)
class StageView:
    """A stage in one language."""

    slug: str
    kind: str
    name: str
    rules: str
    rules_sha256: str
    opens_at: datetime
    closes_at: datetime
    days_left: int
    is_open: bool
    pool_ref: str
    window: StageWindow

    @property
    def is_rehearsal(self) -> bool:
        """Whether this stage decides nothing."""
        return self.kind == Stage.Kind.REHEARSAL


@dataclass(frozen=True)
class TeamView:
    """A team in one language."""

    name: str
    emblem: str
    lead: str
    organisations: list[str]


@dataclass(frozen=True)
class FieldedView:
    """The team and the public name behind an entrant, in both languages. `emblem` is a path below static/."""

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
    """The stage that is open, else the next to open, else the last that closed; None when there is none."""
    stages = list(Stage.objects.select_related("pool").order_by("opens_at"))
    if not stages:
        return None
    running = [stage for stage in stages if stage.opens_at <= now < stage.closes_at]
    coming = [stage for stage in stages if now < stage.opens_at]
    return _view((running or coming or stages[-1:])[0], language, now)


def _view(stage: Stage, language: str, now: datetime) -> StageView:
    korean = language == "ko"
    return StageView(
        slug=stage.slug,
        kind=stage.kind,
        name=stage.name_ko if korean else stage.name_en,
        rules=stage.rules_ko if korean else stage.rules_en,
        rules_sha256=stage.rules_sha256,
        opens_at=stage.opens_at,
        closes_at=stage.closes_at,
        days_left=max(0, ceil((stage.closes_at - now).total_seconds() / 86400)),
        is_open=stage.opens_at <= now < stage.closes_at and stage.pool.is_open,
        pool_ref=stage.pool.ref,
        window=StageWindow(stage.opens_at, stage.closes_at, stage.pool.is_open),
    )


def rehearsal_is_running() -> bool:
    """Whether a rehearsal stage takes battles now."""
    return Stage.objects.filter(kind=Stage.Kind.REHEARSAL, pool__is_open=True).exists()


def teams_of(pool_ref: str, language: str) -> list[TeamView]:
    """The teams with an entrant in the pool, in the order in which they joined it."""
    fieldings = (
        Fielding.objects.filter(entrant__places__pool__ref=pool_ref, entrant__is_reference=False)
        .select_related("team")
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
            emblem=fielding.team.emblem,
            lead=next((name for name, is_lead in names if is_lead), ""),
            organisations=[name for name, is_lead in names if not is_lead],
        )
    return list(views.values())


def fielded(entrant_refs: list[str]) -> dict[str, FieldedView]:
    """Team and public name by entrant ref. Who calls this decides who may read it."""
    rows = Fielding.objects.filter(entrant__ref__in=entrant_refs).select_related("team", "entrant")
    return {
        row.entrant.ref: FieldedView(
            team_ko=row.team.name_ko,
            team_en=row.team.name_en,
            entrant_ko=row.name_ko,
            entrant_en=row.name_en,
            emblem=row.team.emblem,
            is_reference=row.entrant.is_reference,
        )
        for row in rows
    }
