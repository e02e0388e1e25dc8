"""Organisers' passwords are checked: slowly enough that nobody can try many."""

from django.contrib.auth import authenticate
from redis import Redis

from contest.actions.limits import take
from contest.actions.refusals import ActRefused
from contest.models import Citizen
from contest.queries.roles import role_of
from contest.rules.issues import Issue
from contest.rules.limits import Rate

TRIES = 10
SECONDS = 300


def account_with(username: str, password: str, redis: Redis) -> Citizen:
    """The organiser with this name and password.

    Refused: `password_wrong`, which is also said of unknown names and of accounts without a role; `password_wait`
    after many tries for one name.
    """
    tries = Rate("console-password", username.lower()[:150], TRIES, SECONDS)
    if not take(redis, [tries]).allowed:
        raise ActRefused([Issue("password_wait")])
    account = authenticate(username=username, password=password)
    if not isinstance(account, Citizen) or role_of(account.pk) is None:
        raise ActRefused([Issue("password_wrong")])
    return account
