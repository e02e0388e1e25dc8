"""Who gets which role, and who loses it."""

from datetime import datetime

from django.contrib.auth.models import Group

from contest.actions.audit import organiser_act
from contest.actions.refusals import ActRefused
from contest.models import Citizen
from contest.queries.roles import organisers, role_of
from contest.rules.issues import Issue
from contest.rules.roles import Act, Actor, Role


def appoint(
    actor: Actor, username: str, role: Role | None, *, now: datetime, reason: str = "", seen: str | None = None
) -> None:
    """Give an account one role, or none. The last chief cannot be removed: nobody could appoint the next.

    `seen`: the role that the page showed, empty for none; None when nobody looked. Refused also:
    `changed_meanwhile` when the account has another one by now.
    """
    with organiser_act(actor, Act.APPOINT, "account", username, now, reason) as record:
        # The lock on all accounts with a role keeps two chiefs from removing each other at once.
        chiefs = [view.account_id for view in organisers() if view.role is Role.CHIEF]
        list(Citizen.objects.select_for_update().filter(pk__in=chiefs).order_by("pk"))
        account = Citizen.objects.select_for_update().filter(username=username).first()
        if account is None:
            raise ActRefused([Issue("account_unknown", {"username": username})])
        had = role_of(account.pk)
        if seen is not None and seen != (had or ""):
            raise ActRefused([Issue("changed_meanwhile")])
        account.groups.remove(*Group.objects.filter(name__in=list(Role)))
        if role is not None:
            account.groups.add(Group.objects.get_or_create(name=role)[0])
        if not any(view.role is Role.CHIEF for view in organisers()):
            raise ActRefused([Issue("last_chief")])
        record.before, record.after = {"role": had}, {"role": role}
