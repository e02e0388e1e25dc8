"""All that the dashboard shows, read at one instant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from redis import Redis
from redis.exceptions import RedisError

from arena.queries.endpoint_health import EndpointHealth, pool_health
from arena.queries.findings import count_findings, findings_page
from arena.queries.line import LineNow, line_now
from arena.queries.pools import entrant_refs
from arena.queries.rates import Rates, pool_rates, under_way
from contest.console.audit import line
from contest.console.battles_record import entrant_names
from contest.console.battles_words import STATES, VOID_REASONS, worded
from contest.console.dashboard_balance import BalanceShown, balance_shown
from contest.console.dashboard_bars import pictures, ticks
from contest.console.endpoints_tested import HEALTH, Text, problem_text
from contest.console.findings_words import DETECTORS
from contest.console.proposals import KINDS
from contest.queries.audit import AuditFilter, audit_page, count_proposals, proposals_page
from contest.queries.stage_choices import StageChoice

log = structlog.get_logger(__name__)
SHOWN = 5
SHOWN_ACTS = 8


@dataclass(frozen=True)
class Share:
    """A part of a whole in words."""

    label: Text
    count: int
    percent: float


@dataclass(frozen=True)
class HealthLine:
    """One replica with whom it serves, and its state in words."""

    entrant: str
    health: EndpointHealth
    label: Text
    problem: Text


def for_everybody() -> dict[str, object]:
    """What is about no stage: what waits for a second person and what organisers did last."""
    return {
        "proposals": [(row, KINDS[row.kind]) for row in proposals_page(0, SHOWN, only_open=True)],
        "proposals_waiting": count_proposals(only_open=True),
        "acts": [line(entry) for entry in audit_page(AuditFilter(), 0, SHOWN_ACTS)],
    }


def for_stage(stage: StageChoice, now: datetime, redis: Redis, most_waiting: int) -> dict[str, object]:
    """The figures of one stage. `most_waiting`: how many turns the line takes."""
    names = entrant_names(entrant_refs(stage.pool_ref))
    rates = pool_rates(stage.pool_ref, now)
    found = findings_page(0, SHOWN, pool_ref=stage.pool_ref, state="open")
    counts = under_way(stage.pool_ref)
    return {
        "rates": rates,
        "pictures": pictures(rates.minutes),
        "ticks": ticks(rates.minutes),
        "voids": _voids(rates),
        "void_percent": _percent(rates.void, rates.battles),
        "under_way": sum(counts.values()),
        "states": [(STATES[state], counts.get(state, 0)) for state in ("drawn", "streaming", "ready")],
        "queue": _queue(redis),
        "most_waiting": most_waiting,
        "balance": _balance(redis, stage, names),
        "findings": [(one, DETECTORS[one.detector][0]) for one in found],
        "findings_open": count_findings(stage.pool_ref, "open"),
        **_health(pool_health(stage.pool_ref), names),
    }


def _voids(rates: Rates) -> list[Share]:
    """Every reason, also those that did not occur: an empty place says more than a missing one."""
    counts = dict(rates.voids)
    reasons = [*VOID_REASONS, *(reason for reason in counts if reason not in VOID_REASONS)]
    shares = [
        Share(worded(VOID_REASONS, one), counts.get(one, 0), _percent(counts.get(one, 0), rates.battles))
        for one in reasons
    ]
    return sorted(shares, key=lambda share: -share.count)


def _health(replicas: Sequence[EndpointHealth], names: dict[str, str]) -> dict[str, object]:
    lines = [HealthLine(names[one.entrant_ref], one, HEALTH[one.state], problem_text(one.problem)) for one in replicas]
    working = sum(one.state in {"well", "shaky", "changed"} for one in replicas)
    return {"health": lines, "health_working": working, "health_ill": sum(one.state == "ill" for one in replicas)}


def _queue(redis: Redis) -> LineNow | None:
    try:
        return line_now(redis)
    except (RedisError, OSError) as error:
        log.warning("dashboard_without_line", error=type(error).__name__)
        return None


def _balance(redis: Redis, stage: StageChoice, names: dict[str, str]) -> BalanceShown | None:
    try:
        return balance_shown(redis, stage.pool_ref, names, is_over=stage.is_over)
    except (RedisError, OSError) as error:
        log.warning("dashboard_without_balance", error=type(error).__name__)
        return None


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0
