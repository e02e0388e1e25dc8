"""Fills the database and reads the console's pages, in a process of its own: settings come from the environment.

Prints a line about what is in the database, and one of JSON: milliseconds of every opening, by page.
"""

import argparse
import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

django.setup()

# These need the app registry, which the line above has filled.
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from arena.models import Battle, Finding, Vote  # noqa: E402
from contest.models import AuditEntry, Proposal, Stage  # noqa: E402
from contest.rules.roles import Role  # noqa: E402
from tests.console.crowd import crowd  # noqa: E402
from tests.console.list_rows import list_rows  # noqa: E402
from tests.console.people import at_console  # noqa: E402
from tests.contest.cast import person  # noqa: E402

SHORT_ROWS = 300
SECONDS_A_DAY = 86_400
EXPOSURES = """
UPDATE arena_exposure AS exposure SET drawn = met.many FROM (
    SELECT pool_id, entrant_a_id, entrant_b_id, count(*) AS many FROM arena_battle WHERE state <> 'void'
    GROUP BY 1, 2, 3
) AS met
WHERE (met.pool_id, met.entrant_a_id, met.entrant_b_id)
    = (exposure.pool_id, exposure.entrant_a_id, exposure.entrant_b_id)
"""


def fill(battles: int, days: float) -> Stage:
    """Write all rows; the newest battle is a minute old."""
    stage, now = Stage.objects.get(), datetime.now(UTC)
    crowd(stage.pool.ref, battles, (now - timedelta(minutes=1)).isoformat(), seconds=round(days * SECONDS_A_DAY))
    with connection.cursor() as cursor:
        cursor.execute(EXPOSURES)
    list_rows(stage.pool.ref, SHORT_ROWS, person("dohyun", Role.OPERATOR), now)
    connection.set_autocommit(True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return stage


def pages(stage: Stage) -> list[str]:
    """Every page that reads: lists from their beginning, from their middle and narrowed."""
    middle = Battle.objects.order_by("pk")[Battle.objects.count() // 2]
    vote = Vote.objects.filter(battle__pk__gte=middle.pk).order_by("battle")[0]
    day = f"{middle.drawn_at:%Y-%m-%d}"
    finding, proposal = Finding.objects.order_by("pk")[0], Proposal.objects.order_by("pk")[0]
    addresses = (
        "",
        "dashboard/now/",
        *("battles/", f"battles/?after={middle.ref}", f"battles/?before={middle.ref}", "battles/?sort=oldest"),
        *("battles/?state=void", "battles/?state=streaming", f"battles/?since={day}&until={day}"),
        *("battles/?topic=law", "battles/?void_reason=stalled", "battles/?probed=on"),
        *("battles/?q=감자", "battles/?q=없는말", f"battles/{middle.ref}/"),
        *("votes/", f"votes/?after={vote.receipt_ref}", "votes/?sort=oldest", f"votes/?since={day}&until={day}"),
        *("votes/?counted=no", "votes/?counted=yes", "votes/?outcome=tie", "votes/?voter_group=nobody"),
        f"votes/?voter={vote.voter_ref}",
        *("findings/", "findings/?state=open", f"findings/{finding.ref}/"),
        *("proposals/", "proposals/?all=1", f"proposals/{proposal.ref}/"),
        *("audit/", "audit/?page=200", "audit/?act=sign_in", "audit/?words=nobody"),
        *("people/", "exports/", "notices/", "teams/", "entrants/", "endpoints/"),
        *("stages/", f"stages/{stage.slug}/", f"stages/{stage.slug}/acts/close/"),
    )
    return [f"/console/{address}" for address in addresses]


def opened(browser: Client, address: str) -> float:
    """Milliseconds of one opening."""
    begun = time.perf_counter()
    answer = browser.get(address)
    milliseconds = 1000 * (time.perf_counter() - begun)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}.")
    return milliseconds


def main() -> None:
    """Fill, read and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--battles", type=int, required=True)
    parser.add_argument("--days", type=float, required=True)
    parser.add_argument("--rounds", type=int, required=True)
    options = parser.parse_args()
    stage = fill(options.battles, options.days)
    counts = {"battles": Battle.objects.count(), "votes": Vote.objects.count(), "acts": AuditEntry.objects.count()}
    print(", ".join(f"{count:,} {name}" for name, count in counts.items()), f"in {options.days:g} days", flush=True)
    browser = at_console(person("sora", Role.CHIEF))
    Path(os.environ["BARE_BYTES"]).write_bytes(browser.get("/console/battles/").content)
    addresses = {**{address: address for address in pages(stage)}, "bare view": "/bare/"}
    found: dict[str, list[float]] = {name: [] for name in addresses}
    for number in range(options.rounds + 1):
        for name, address in addresses.items():
            milliseconds = opened(browser, address)
            if number:
                found[name].append(milliseconds)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
