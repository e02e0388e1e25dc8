"""Organisers' accounts: made, and opened again for somebody who lost the password or the phone."""

import re
import secrets
from datetime import datetime

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from contest.actions.audit import organiser_act
from contest.actions.refusals import ActRefused
from contest.actions.second_factor import forget_second_factor
from contest.models import Citizen
from contest.queries.roles import role_of
from contest.rules.issues import Issue
from contest.rules.roles import Act, Actor, Person, Role

USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,29}")
PASSWORD_BYTES = 12


def create_account(actor: Actor, username: str, role: Role, *, now: datetime) -> str:
    """Make an organiser's account; returns its first password, which is kept nowhere.

    Refused: `username_wrong`, `account_exists`.
    """
    with organiser_act(actor, Act.CREATE_ACCOUNT, "account", username, now) as record:
        if not USERNAME.fullmatch(username):
            raise ActRefused([Issue("username_wrong")])
        account, password = Citizen(username=username), secrets.token_urlsafe(PASSWORD_BYTES)
        account.set_password(password)
        try:
            with transaction.atomic():
                account.save()
        except IntegrityError:
            raise ActRefused([Issue("account_exists", {"username": username})]) from None
        account.groups.add(Group.objects.get_or_create(name=role)[0])
        record.after = {"role": role}
        return password


def reset_access(actor: Actor, username: str, *, now: datetime, reason: str) -> str:
    """Give an organiser a new password and take the second factor away; returns the password.

    Every open session of the account ends. Refused: `reason_missing`, `account_unknown` (also without a role).
    """
    with organiser_act(actor, Act.RESET_ACCESS, "account", username, now, reason) as record:
        if not reason.strip():
            raise ActRefused([Issue("reason_missing")])
        account = Citizen.objects.select_for_update().filter(username=username).first()
        if account is None or role_of(account.pk) is None:
            raise ActRefused([Issue("account_unknown", {"username": username})])
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        account.set_password(password)
        account.save()
        forget_second_factor(account)
        record.after = {"second_factor": False}
        return password


def change_password(person: Person, password: str, *, now: datetime) -> Citizen:
    """Give oneself a new password; returns the account. Every other open session of it ends."""
    account = Citizen.objects.get(pk=person.account_id)
    with organiser_act(person, Act.CHANGE_PASSWORD, "account", account.username, now):
        account.set_password(password)
        account.save()
    return account
