"""Whose votes never count because a team, or somebody of it, said so."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contest.models import Citizen, TeamMember, TeamNetwork


class What(StrEnum):
    """What was declared: an account here, a sign-in that has none yet, or addresses."""

    ACCOUNT = "account"
    SIGN_IN = "sign_in"
    NETWORK = "network"


@dataclass(frozen=True)
class Declaration:
    """One declaration. `which`: the account's number, the keyed hash of the sign-in, or the network as 192.0.2.0/24."""

    what: What
    which: str
    declared_at: datetime
    by_themselves: bool


def declarations_of(team_slug: str) -> list[Declaration]:
    """A team's declarations: networks first, then people, each the newest first."""
    networks = TeamNetwork.objects.filter(team__slug=team_slug).order_by("-declared_at", "-pk")
    members = list(TeamMember.objects.filter(team__slug=team_slug).order_by("-declared_at", "-pk"))
    accounts = dict(
        Citizen.objects.filter(sign_in_ref__in=[member.sign_in_ref for member in members]).values_list(
            "sign_in_ref", "username"
        )
    )
    return [
        *(Declaration(What.NETWORK, row.cidr, row.declared_at, by_themselves=False) for row in networks),
        *(_person(member, accounts.get(member.sign_in_ref)) for member in members),
    ]


def _person(member: TeamMember, account: str | None) -> Declaration:
    what, which = (What.ACCOUNT, account) if account else (What.SIGN_IN, member.sign_in_ref)
    return Declaration(what, which, member.declared_at, member.by_themselves)
