"""A declaration was a mistake: it is withdrawn. From then on votes count; no vote that was cast before changes."""

from datetime import datetime

from contest.actions.audit import organiser_act
from contest.actions.proposals import issues_with_reason
from contest.actions.refusals import ActRefused, go_on_unless
from contest.models import Citizen, TeamMember, TeamNetwork
from contest.queries.declarations import What
from contest.rules.issues import Issue
from contest.rules.roles import Act, Person


def withdraw_declaration(actor: Person, team_slug: str, what: What, which: str, *, now: datetime, reason: str) -> None:
    """Let new votes of this person, or from these addresses, count again. `which`: as `declarations_of` has it.

    Refused: `declaration_unknown`, `reason_missing`, `reason_too_long`.
    """
    with organiser_act(actor, Act.WITHDRAW_DECLARATION, "team", team_slug, now, reason) as record:
        go_on_unless(issues_with_reason(reason))
        found = _network(team_slug, which) if what is What.NETWORK else _member(team_slug, what, which)
        if found is None:
            raise ActRefused([Issue("declaration_unknown")])
        # As when it was declared, the log does not hold the hash of a sign-in. The time leads to that entry.
        record.before = (
            {"sign_in_declared_at": found.declared_at.isoformat()} if what is What.SIGN_IN else {what: which}
        )
        found.delete()


def _network(team_slug: str, cidr: str) -> TeamNetwork | None:
    # Locked: of two who withdraw at once, one finds nothing.
    return TeamNetwork.objects.select_for_update(of=("self",)).filter(team__slug=team_slug, cidr=cidr).first()


def _member(team_slug: str, what: What, which: str) -> TeamMember | None:
    sign_in = which if what is What.SIGN_IN else _sign_in_of(which)
    members = TeamMember.objects.select_for_update(of=("self",))
    return members.filter(team__slug=team_slug, sign_in_ref=sign_in).first() if sign_in else None


def _sign_in_of(account: str) -> str | None:
    return Citizen.objects.filter(username=account).values_list("sign_in_ref", flat=True).first()
