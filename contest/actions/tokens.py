"""Tokens of the API are issued, used and revoked."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from contest.actions.audit import organiser_act
from contest.actions.refusals import ActRefused
from contest.models import ApiToken, Citizen
from contest.queries.roles import role_of
from contest.rules.api_scopes import SCOPES
from contest.rules.issues import Issue
from contest.rules.roles import Act, Actor

PREFIX = "kaia_"
"""Programs that look for leaked secrets find it by this."""
MOST_DAYS = 366
USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Bearer:
    """Who sent a token, and what the token may be used for."""

    account_id: int
    token_ref: str
    scopes: frozenset[str]


def issue_token(actor: Actor, username: str, name: str, scopes: Collection[str], days: int, *, now: datetime) -> str:
    """Make a token for an organiser's account and return it: it can be read here and never again.

    Refused: `account_unknown`, `token_wrong`.
    """
    if not name.strip() or not scopes or not set(scopes) <= set(SCOPES) or not 0 < days <= MOST_DAYS:
        raise ActRefused([Issue("token_wrong", {"scopes": ", ".join(SCOPES), "most": MOST_DAYS})])
    with organiser_act(actor, Act.ISSUE_TOKEN, "token", "", now) as record:
        account = Citizen.objects.filter(username=username, is_active=True).first()
        if account is None or role_of(account.pk) is None:
            raise ActRefused([Issue("account_unknown", {"username": username})])
        text = PREFIX + secrets.token_urlsafe(32)
        row = ApiToken.objects.create(
            account=account,
            name=name.strip()[:100],
            sha256=_digest(text),
            scopes=sorted(set(scopes)),
            made_at=now,
            expires_at=now + timedelta(days=days),
        )
        record.ref, record.after = row.ref, {"account": username, "name": row.name, "scopes": row.scopes, "days": days}
    return text


def revoke_token(actor: Actor, ref: str, *, now: datetime) -> None:
    """Let a token open nothing any more. Refused: `token_unknown`."""
    with organiser_act(actor, Act.REVOKE_TOKEN, "token", ref, now):
        if ApiToken.objects.filter(ref=ref, revoked_at=None).update(revoked_at=now) != 1:
            raise ActRefused([Issue("token_unknown")])


def bearer_of(text: str, now: datetime) -> Bearer | None:
    """Whose token this is; None for one that is unknown, revoked, expired, or whose account lost its role."""
    row = ApiToken.objects.filter(sha256=_digest(text), revoked_at=None, expires_at__gt=now).first()
    if row is None or role_of(row.account_id) is None:
        return None
    if row.used_at is None or row.used_at < now - USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=row.pk).update(used_at=now)
    return Bearer(row.account_id, row.ref, frozenset(row.scopes))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
