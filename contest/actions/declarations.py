"""Organisers say whose votes never count, and who sits on a panel."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count

from arena.actions.pools import set_population
from contest.actions.audit import organiser_act
from contest.actions.refusals import ActRefused
from contest.models import Citizen, PanelSeat, Stage, Team, TeamMember, TeamNetwork
from contest.rules.issues import Issue
from contest.rules.networks import LEAST_BITS, network_of
from contest.rules.roles import Act, Actor
from contest.rules.voters import sign_in_ref

STRATUM_MOST_CHARACTERS = 20


def declare_network(actor: Actor, team_slug: str, cidr: str, *, now: datetime) -> None:
    """Votes from these addresses, such as 192.0.2.0/24, never count.

    Refused: `team_unknown`, `network_wrong`, `network_too_wide`.
    """
    with organiser_act(actor, Act.DECLARE_TEAM, "team", team_slug, now) as record:
        team, network = _team(team_slug), _network(cidr)
        TeamNetwork.objects.get_or_create(team=team, cidr=network, defaults={"declared_at": now})
        record.after = {"network": network}


def declare_account(actor: Actor, team_slug: str, account_ref: str, *, now: datetime) -> None:
    """Votes of this account, by the number on its own page, never count. Refused: `team_unknown`, `citizen_unknown`."""
    with organiser_act(actor, Act.DECLARE_TEAM, "team", team_slug, now) as record:
        _declare(_team(team_slug), _sign_in_of(account_ref), now)
        record.after = {"account": account_ref}


def declare_sign_in(actor: Actor, team_slug: str, way: str, uid: str, key: str, *, now: datetime) -> None:
    """Votes of whoever signs in this way under this number never count, also before they come. Refused: `team_unknown`.

    Only the hash is kept, and the log says only by which way.
    """
    with organiser_act(actor, Act.DECLARE_TEAM, "team", team_slug, now) as record:
        _declare(_team(team_slug), sign_in_ref(way, uid, key), now)
        record.after = {"way": way}


def open_seats(actor: Actor, stage_slug: str, strata: Mapping[str, int], *, now: datetime) -> dict[str, list[str]]:
    """Make seats on a stage's panel, so many for each stratum; returns their codes, which are shown only this once.

    The panel's board weighs its votes to the seats of its strata.

    Refused: `stage_unknown`, `stratum_wrong`.
    """
    with organiser_act(actor, Act.OPEN_SEATS, "stage", stage_slug, now) as record:
        stage = Stage.objects.filter(slug=stage_slug).first()
        if stage is None:
            raise ActRefused([Issue("stage_unknown", {"stage": stage_slug})])
        for stratum, count in strata.items():
            if not 1 <= len(stratum) <= STRATUM_MOST_CHARACTERS or count < 1:
                raise ActRefused([Issue("stratum_wrong", {"stratum": stratum})])
        seats = [PanelSeat(stage=stage, stratum=name) for name, count in strata.items() for _ in range(count)]
        made = PanelSeat.objects.bulk_create(seats)
        every = PanelSeat.objects.filter(stage=stage).values_list("stratum").annotate(Count("pk")).order_by("stratum")
        set_population(stage.pool.ref, dict(every))
        record.after = {"seats": dict(strata)}
        return {name: [seat.code for seat in made if seat.stratum == name] for name in strata}


def _team(slug: str) -> Team:
    team = Team.objects.filter(slug=slug).first()
    if team is None:
        raise ActRefused([Issue("team_unknown", {"team": slug})])
    return team


def _network(cidr: str) -> str:
    try:
        network = network_of(cidr)
    except ValueError:
        raise ActRefused([Issue("network_wrong", {"network": cidr})]) from None
    least = LEAST_BITS[network.version]
    if network.prefixlen < least:
        raise ActRefused([Issue("network_too_wide", {"network": str(network), "least": least})])
    return str(network)


def _sign_in_of(account_ref: str) -> str:
    citizen = Citizen.objects.filter(username=account_ref, sign_in_ref__isnull=False).first()
    if citizen is None or citizen.sign_in_ref is None:
        raise ActRefused([Issue("citizen_unknown", {"account": account_ref})])
    return citizen.sign_in_ref


def _declare(team: Team, sign_in: str, now: datetime) -> None:
    TeamMember.objects.get_or_create(team=team, sign_in_ref=sign_in, defaults={"declared_at": now})
