"""Citizens' accounts: what is known of the person behind one."""

from dataclasses import dataclass
from datetime import datetime

from arena.queries.statements import Statement
from contest.models import Citizen, PanelSeat, Stage, Team, TeamMember, TeamNetwork
from contest.rules.networks import is_within
from contest.rules.stages import RUNNING
from contest.rules.voters import Known, Tier

FACTS = Statement(
    """
    SELECT citizen.sign_in_ref, seat.stratum,
           EXISTS (SELECT 1 FROM contest_teammember member WHERE member.sign_in_ref = citizen.sign_in_ref),
           EXISTS (SELECT 1 FROM contest_pastsignin past
                   WHERE past.sign_in_ref = citizen.sign_in_ref AND past.left_at >= stage.opens_at)
    FROM contest_citizen citizen
    JOIN contest_stage stage ON stage.id = %s
    LEFT JOIN contest_panelseat seat ON seat.citizen_id = citizen.id AND seat.stage_id = stage.id
    WHERE citizen.id = %s
    """
)
"""Sign-in, panel stratum, team member, started anew: in one statement, because every vote asks for it."""


@dataclass(frozen=True)
class AccountView:
    """A citizen's own account. `account_ref` is what an organiser needs to declare it; `team` is set for members."""

    account_ref: str
    joined_at: datetime
    team_ko: str
    team_en: str
    seats: tuple[str, ...]
    """Names of the running stages on whose panel the person sits, in Korean."""

    def team(self, language: str) -> str:
        """The name of the team whose member the person is; empty for everybody else."""
        return self.team_ko if language == "ko" else self.team_en


def account_view(account_id: int) -> AccountView | None:
    """A citizen's account; None for organisers and for nobody."""
    citizen = Citizen.objects.filter(pk=account_id, sign_in_ref__isnull=False).first()
    if citizen is None:
        return None
    member = TeamMember.objects.filter(sign_in_ref=citizen.sign_in_ref).select_related("team").first()
    seats = PanelSeat.objects.filter(citizen=citizen, stage__state__in=RUNNING).values_list("stage__name_ko", flat=True)
    return AccountView(
        account_ref=citizen.username,
        joined_at=citizen.date_joined,
        team_ko=member.team.name_ko if member else "",
        team_en=member.team.name_en if member else "",
        seats=tuple(seats),
    )


def known_voter(account_id: int | None, address: str, stage: Stage) -> Known:
    """What decides whether somebody's votes count in a stage. `account_id`: None without a sign-in."""
    in_team_network = is_within(address, TeamNetwork.objects.values_list("cidr", flat=True))
    return known_of(account_id, in_team_network, stage.pk)


def known_of(account_id: int | None, in_team_network: bool, stage: int) -> Known:
    """The same when it is known whether the person comes from a team's network. `stage`: its primary key.

    Raises Citizen.DoesNotExist for an account that was deleted meanwhile.
    """
    if account_id is None:
        return Known(Tier.ANONYMOUS, in_team_network=in_team_network)
    facts = FACTS.first(stage, account_id)
    if facts is None:
        raise Citizen.DoesNotExist
    sign_in, stratum, is_team_member, started_anew = facts
    return Known(
        tier=Tier.SIGNED_IN if stratum is None else Tier.PANEL,
        stratum=stratum or "",
        is_organiser=sign_in is None,
        is_team_member=bool(is_team_member),
        in_team_network=in_team_network,
        started_anew=bool(started_anew),
    )


@dataclass(frozen=True)
class TeamName:
    """A team that somebody may belong to, in one language."""

    slug: str
    name: str


def team_names(language: str) -> list[TeamName]:
    """All teams by name."""
    names = Team.objects.values_list("slug", "name_ko" if language == "ko" else "name_en")
    return sorted((TeamName(*row) for row in names), key=lambda team: team.name)
