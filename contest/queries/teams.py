"""Teams and entrants as organisers see them, and a team's history over the stages."""

from dataclasses import dataclass
from datetime import datetime

from arena.queries.endpoints import EndpointRecord, endpoint_records
from arena.queries.leaderboard import latest_snapshot
from contest.models import Emblem, Entry, Fielding, Team
from contest.rules.stages import StageState
from contest.rules.teams import KINDS, EntrantFacts, MaskedNames, OrganisationFacts, TeamFacts


@dataclass(frozen=True)
class EntrantRecord:
    """An entrant with its replicas. Give `revision` back with the next change. `stages`: those it is in."""

    ref: str
    revision: int
    facts: EntrantFacts
    endpoints: tuple[EndpointRecord, ...]
    stages: tuple[str, ...]


@dataclass(frozen=True)
class TeamRecord:
    """A team with its entrants. `emblem_sha256` names the uploaded emblem; empty without one."""

    ref: str
    revision: int
    facts: TeamFacts
    emblem_sha256: str
    entrants: tuple[EntrantRecord, ...]


@dataclass(frozen=True)
class PastEntry:
    """One entrant of a team in one stage. Rank and votes are of the stage's last board, once the stage is over."""

    stage_slug: str
    stage_state: StageState
    entrant_slug: str
    entered_at: datetime
    is_late: bool
    withdrawn_at: datetime | None
    rank: int | None
    votes: int | None


def team_facts(team: Team) -> TeamFacts:
    """What a team's rows say."""
    rows = list(team.organisations.all())
    lead = next((row for row in rows if row.is_lead), None)
    return TeamFacts(
        slug=team.slug,
        name_ko=team.name_ko,
        name_en=team.name_en,
        lead=OrganisationFacts(lead.name_ko, lead.name_en) if lead else OrganisationFacts("", ""),
        participants=tuple(OrganisationFacts(row.name_ko, row.name_en) for row in rows if not row.is_lead),
        description_ko=team.description_ko,
        description_en=team.description_en,
        static_emblem=team.emblem,
        names=MaskedNames(*(tuple(team.names.get(kind, ())) for kind in KINDS)),
    )


def entrant_facts(fielding: Fielding) -> EntrantFacts:
    """What an entrant's rows say."""
    return EntrantFacts(
        slug=fielding.slug,
        team=fielding.team.slug,
        name_ko=fielding.name_ko,
        name_en=fielding.name_en,
        version=fielding.version,
        weights_sha256=fielding.weights_sha256,
        licence=fielding.licence,
        is_reference=fielding.entrant.is_reference,
    )


def team_records() -> list[TeamRecord]:
    """All teams by English name."""
    return [_team(team) for team in Team.objects.prefetch_related("organisations").order_by("name_en", "pk")]


def team_record(slug: str) -> TeamRecord | None:
    """One team; None for an unknown slug."""
    team = Team.objects.prefetch_related("organisations").filter(slug=slug).first()
    return _team(team) if team else None


def entrant_record(slug: str) -> EntrantRecord | None:
    """One entrant; None for an unknown slug."""
    fielding = Fielding.objects.select_related("team", "entrant").filter(slug=slug).first()
    return _entrant(fielding) if fielding else None


def team_history(team_slug: str) -> list[PastEntry]:
    """Every entrant of a team in every stage, the newest stage first."""
    entries = Entry.objects.filter(fielding__team__slug=team_slug).select_related("stage__pool", "fielding__entrant")
    return [_past(entry) for entry in entries.order_by("-stage__opens_at", "entered_at")]


def emblem_file(sha256: str) -> bytes | None:
    """The PNG of an uploaded emblem; None for an unknown digest."""
    found = Emblem.objects.filter(sha256=sha256).values_list("png", flat=True).first()
    return bytes(found) if found is not None else None


def _team(team: Team) -> TeamRecord:
    fieldings = team.fieldings.select_related("team", "entrant").order_by("pk")
    emblem = Emblem.objects.filter(team=team).values_list("sha256", flat=True).first()
    return TeamRecord(
        ref=team.ref,
        revision=team.revision,
        facts=team_facts(team),
        emblem_sha256=emblem or "",
        entrants=tuple(_entrant(fielding) for fielding in fieldings),
    )


def _entrant(fielding: Fielding) -> EntrantRecord:
    stages = fielding.entries.filter(withdrawn_at=None).order_by("stage__opens_at")
    return EntrantRecord(
        ref=fielding.entrant.ref,
        revision=fielding.revision,
        facts=entrant_facts(fielding),
        endpoints=tuple(endpoint_records([fielding.entrant.ref])),
        stages=tuple(stages.values_list("stage__slug", flat=True)),
    )


def _past(entry: Entry) -> PastEntry:
    state = StageState(entry.stage.state)
    over = state in {StageState.CLOSED, StageState.FINAL}
    board = latest_snapshot(entry.stage.pool.ref) if over else None
    row = next((row for row in board.rows if row.entrant == entry.fielding.entrant.ref), None) if board else None
    return PastEntry(
        stage_slug=entry.stage.slug,
        stage_state=state,
        entrant_slug=entry.fielding.slug,
        entered_at=entry.entered_at,
        is_late=entry.is_late,
        withdrawn_at=entry.withdrawn_at,
        rank=row.rank if row else None,
        votes=row.votes if row else None,
    )
