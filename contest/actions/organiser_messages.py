"""Messages to organisers: what happened is noted once, and sent until it arrived or was tried often enough."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from arena.queries.canaries import endpoint_alerts
from arena.queries.endpoints import endpoint_records
from arena.queries.findings import findings
from contest.models import Fielding, OrganiserMessage, Stage
from contest.queries.stage_facts import present_in
from contest.rules.messages import MOST_TRIES, should_tell, wait_before_next_try
from contest.rules.stages import RUNNING

Channel = OrganiserMessage.Channel
Kind = OrganiserMessage.Kind
PROBLEM_CHARACTERS = 200


@dataclass(frozen=True)
class Taken:
    """A message that this process is to send now."""

    ref: str
    channel: str
    kind: str
    facts: dict[str, Any]
    made_at: datetime


def note_events(channels: Iterable[str], now: datetime) -> int:
    """Write down what organisers do not know yet about the stages that run; returns how many messages."""
    made = 0
    for stage in Stage.objects.filter(state__in=RUNNING).select_related("pool"):
        for channel in channels:
            way = Channel(channel)
            made += _note_findings(stage, way, now) + _note_endpoints(stage, way, now) + _note_alerts(stage, way, now)
    return made


def take_due(now: datetime) -> list[str]:
    """The refs of the messages that are due."""
    due = OrganiserMessage.objects.filter(sent_at=None, due_at__lte=now, tries__lt=MOST_TRIES)
    return list(due.order_by("due_at", "pk").values_list("ref", flat=True))


def take_message(ref: str, now: datetime) -> Taken | None:
    """Claim a message: of two that want to send it the second gets None. It is due again later, should this one die."""
    row = OrganiserMessage.objects.filter(ref=ref, sent_at=None, due_at__lte=now, tries__lt=MOST_TRIES).first()
    if row is None:
        return None
    due_at = now + wait_before_next_try(row.tries + 1)
    as_seen = OrganiserMessage.objects.filter(pk=row.pk, tries=row.tries, sent_at=None)
    if as_seen.update(tries=F("tries") + 1, due_at=due_at) != 1:
        return None
    return Taken(row.ref, row.channel, row.kind, row.facts, row.made_at)


def mark_sent(ref: str, now: datetime) -> None:
    """It arrived."""
    OrganiserMessage.objects.filter(ref=ref, sent_at=None).update(sent_at=now, problem="")


def mark_failed(ref: str, problem: str) -> None:
    """It did not arrive; it is tried again when it is due."""
    OrganiserMessage.objects.filter(ref=ref, sent_at=None).update(problem=problem[:PROBLEM_CHARACTERS])


def _note_findings(stage: Stage, channel: Channel, now: datetime) -> int:
    found = findings(stage.pool.ref, "open")
    known = set(
        OrganiserMessage.objects.filter(channel=channel, about__in=[one.ref for one in found]).values_list(
            "about", flat=True
        )
    )
    return sum(
        _write(
            channel, Kind.FINDING, one.ref, 1, {"stage": stage.slug, "detector": one.detector, "votes": one.votes}, now
        )
        for one in found
        if one.ref not in known
    )


def _note_endpoints(stage: Stage, channel: Channel, now: datetime) -> int:
    present = {fielding.entrant.ref: fielding for fielding in present_in(stage)}
    made = 0
    for row in endpoint_records(list(present)):
        if not row.enabled or row.looked_at is None:
            continue
        last = OrganiserMessage.objects.filter(channel=channel, about=row.ref).order_by("-number").first()
        told_down = last is not None and last.kind == Kind.ENDPOINT_DOWN
        if should_tell(not row.is_up, told_down, last.made_at if last else None, now):
            kind = Kind.ENDPOINT_BACK if row.is_up else Kind.ENDPOINT_DOWN
            facts = {"stage": stage.slug, **_names(present[row.entrant_ref]), "host": row.base_url}
            made += _write(channel, kind, row.ref, last.number + 1 if last else 1, facts, now)
    return made


def _note_alerts(stage: Stage, channel: Channel, now: datetime) -> int:
    present = {fielding.entrant.ref: fielding for fielding in present_in(stage)}
    alerts = [alert for alert in endpoint_alerts() if alert.entrant_ref in present]
    told = OrganiserMessage.objects.filter(channel=channel, about__in=[alert.ref for alert in alerts])
    known = set(told.values_list("about", flat=True))
    hosts = {row.ref: row.base_url for row in endpoint_records([alert.entrant_ref for alert in alerts])}
    made = 0
    for alert in alerts:
        if alert.ref not in known:
            names = _names(present[alert.entrant_ref])
            facts = {"stage": stage.slug, **names, "host": hosts[alert.endpoint_ref]}
            made += _write(channel, Kind.ENDPOINT_CHANGED, alert.ref, 1, facts, now)
    return made


def _names(fielding: Fielding) -> dict[str, str]:
    return {"entrant": fielding.slug, "team": fielding.team.slug}


def _write(channel: Channel, kind: Kind, about: str, number: int, facts: dict[str, Any], now: datetime) -> int:
    try:
        with transaction.atomic():
            OrganiserMessage.objects.create(
                channel=channel, kind=kind, about=about, number=number, facts=facts, made_at=now, due_at=now
            )
    except IntegrityError:
        return 0
    return 1
