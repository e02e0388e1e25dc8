"""The one door of organisers' acts: it checks the role, lets the act be done and writes it down, all or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction

from contest.actions.refusals import NotAllowed
from contest.models import AuditEntry, Citizen
from contest.queries.roles import role_of
from contest.rules.issues import Issue
from contest.rules.roles import Act, Actor, Command, Role, may

log = structlog.get_logger(__name__)


@dataclass
class Record:
    """What the entry will say; the act fills in what changed. `ref` may be set once a new object has one."""

    kind: str
    ref: str
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


@contextmanager
def organiser_act(actor: Actor, act: Act, kind: str, ref: str, now: datetime, reason: str = "") -> Iterator[Record]:
    """Do an act in here. Raises NotAllowed before anything is done; any exception undoes the act and its entry.

    The role is read inside the transaction: whoever lost it a moment ago is refused.
    """
    with transaction.atomic():
        role = _role(actor)
        if not may(role, act):
            log.warning("act_not_allowed", act=str(act), role=role and str(role))
            raise NotAllowed([Issue("role_does_not_allow", {"act": act})])
        record = Record(kind, ref)
        yield record
        AuditEntry.objects.create(
            done_at=now,
            actor_id=None if isinstance(actor, Command) else actor.account_id,
            actor_name=_name(actor),
            role="command" if isinstance(actor, Command) else str(role),
            act=act,
            object_kind=record.kind,
            object_ref=record.ref,
            before=record.before,
            after=record.after,
            reason=reason,
        )


def _role(actor: Actor) -> Role | None:
    return Role.CHIEF if isinstance(actor, Command) else role_of(actor.account_id)


def _name(actor: Actor) -> str:
    return actor.name if isinstance(actor, Command) else Citizen.objects.get(pk=actor.account_id).username
