"""The dashboard's figures, and who reads them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from redis import Redis

from arena.actions.battles import void_battle
from arena.actions.health import Look, record_looks
from arena.models import Battle, Endpoint, Exposure, Finding, Vote
from arena.queries.balance import pool_balance
from arena.queries.line import line_now
from arena.queries.pulse import pulse
from arena.queries.rates import pool_rates
from arena.rules.lifecycle import VoidReason
from contest.actions.proposals import propose_void
from contest.console import dashboard
from contest.console.dashboard_bars import pictures, scale_top
from contest.queries.dashboard import acts_pulse
from tests.arena_cast import JUNHO, MINJI, NOW, drawn, make_pool, ready, streaming, voted
from tests.console.crowd import crowd
from tests.console.people import at_console
from tests.contest.cast import closed, dohyun, minsu, opened, pool_of, sora, yuna
from tests.services.servers import RedisServer

pytestmark = pytest.mark.django_db
ADDRESSES = ("/console/", "/console/dashboard/now/")
QUERIES = 26
"""Signing in, the citizens' status line and the menu are among them."""


@pytest.fixture(autouse=True)
def line(redis: RedisServer, settings: Any) -> Iterator[Redis]:
    """The real Redis behind the line, empty."""
    redis.flush()
    settings.REDIS_URL = redis.url
    dashboard._redis.cache_clear()
    with Redis.from_url(redis.url) as client:
        yield client
    dashboard._redis.cache_clear()


def shown(browser: Client | None = None) -> Any:
    """What the page was made of, by name."""
    return (browser or at_console(yuna())).get("/console/dashboard/now/").context


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_viewer_reads_it_and_a_citizen_finds_nothing(address: str) -> None:
    opened()
    assert at_console(yuna()).get(address).status_code == 200
    assert at_console(minsu()).get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_is_signed_out_is_sent_to_sign_in(address: str) -> None:
    browser = at_console(yuna())
    browser.post("/console/sign-out/")
    assert browser.get(address)["Location"].startswith("/console/sign-in/")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_stands_without_any_stage(language: str) -> None:
    assert at_console(yuna(), language).get("/console/").status_code == 200


def test_battles_and_votes_stand_in_their_minutes() -> None:
    pool = make_pool()
    for minutes in (0, 5, 5, 59, 60):
        drawn(pool, seed=minutes + 1, now=NOW - timedelta(minutes=minutes))
    voted(pool, JUNHO, seed=99)
    rates = pool_rates(pool, NOW + timedelta(minutes=1))
    by_minute = {one.begins_at: (one.battles, one.votes) for one in rates.minutes if one.battles or one.votes}
    minute = timedelta(minutes=1)
    assert by_minute == {NOW - 5 * minute: (2, 0), NOW: (2, 0), NOW + minute: (0, 1)}
    assert (len(rates.minutes), rates.battles, rates.votes, rates.uncounted) == (60, 4, 1, 0)


def test_another_pools_battles_and_votes_are_not_among_them() -> None:
    here, elsewhere = make_pool(), make_pool(("Oak", "Ash"))
    voted(elsewhere)
    assert (pool_rates(here, NOW).battles, pool_rates(here, NOW + timedelta(minutes=2)).votes) == (0, 0)


def test_void_battles_are_told_by_their_reasons() -> None:
    pool = make_pool()
    for seed, reason in enumerate((VoidReason.STALLED, VoidReason.STALLED, VoidReason.STOPPED)):
        void_battle(streaming(pool, seed=seed).battle_ref, reason, NOW)
    voted(pool, JUNHO)
    rates = pool_rates(pool, NOW)
    assert (rates.void, rates.voids) == (3, (("stalled", 2), ("stopped", 1)))


def test_votes_that_do_not_count_are_told_beside_the_others() -> None:
    pool = make_pool()
    voted(pool)
    voted(pool, JUNHO, seed=2)
    Vote.objects.filter(voter_ref=JUNHO).update(voided_at=NOW, void_reason="too_soon")
    rates = pool_rates(pool, NOW + timedelta(minutes=1))
    assert (rates.votes, rates.uncounted) == (2, 1)


def test_bars_share_one_scale_and_reach_it() -> None:
    pool = make_pool()
    crowd(pool, 600, NOW.isoformat(), seconds=3600)
    battles, votes = pictures(pool_rates(pool, NOW).minutes)
    assert battles.top == votes.top >= battles.most >= votes.most > 0
    assert max(bar.height for bar in battles.bars) == pytest.approx(100 * battles.most / battles.top, abs=0.01)
    assert all(bar.y + bar.height == pytest.approx(100) for bar in battles.bars)


@pytest.mark.parametrize(("most", "top"), [(0, 4), (4, 4), (5, 10), (11, 20), (21, 40), (41, 100), (101, 200)])
def test_a_scale_ends_at_a_round_number(most: int, top: int) -> None:
    assert scale_top(most) == top


def test_the_line_is_told_as_a_whole(line: Redis) -> None:
    ahead = {f"turn{n}": n for n in range(3)}
    line.zadd("arena:line:waiting", ahead)
    line.zadd("arena:line:leases", {"running": datetime.now(UTC).timestamp() + 30, "left": 1})
    line.set("arena:line:mean", "10")
    now = line_now(line)
    assert (now.waiting, now.running, now.seconds) == (3, 1, 40)


def test_without_redis_the_page_says_so_and_shows_the_rest(settings: Any) -> None:
    opened()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    dashboard._redis.cache_clear()
    page = at_console(yuna(), "en").get("/console/")
    assert (page.status_code, page.context["queue"], page.context["balance"]) == (200, None, None)
    assert page.content.decode().count("Redis cannot be reached") == 2


def test_a_running_battle_is_in_no_count_of_pairs() -> None:
    pool = make_pool(("Pine", "Maple"))
    voted(pool)
    before = pool_balance(pool)
    for start in (drawn, streaming, ready):
        start(pool, JUNHO, 7)
        assert pool_balance(pool) == before
    assert before.battles == 1


def test_pairs_change_a_round_at_a_time() -> None:
    opened()
    pool, viewer = pool_of(), at_console(yuna())
    counts = []
    for seed in range(7):
        counts.append(shown(viewer)["balance"].battles)
        voted(pool, f"{seed:064d}", seed=seed)
    # Three entrants, six ordered pairs.
    assert [*counts, shown(viewer)["balance"].battles] == [0, 0, 0, 0, 0, 0, 6, 6]


def test_after_the_end_of_a_stage_every_battle_is_counted() -> None:
    closed()
    Exposure.objects.filter(pool__ref=pool_of()).update(drawn=3)
    first = shown()["balance"].battles
    Exposure.objects.filter(pool__ref=pool_of()).update(drawn=4)
    assert (first, shown()["balance"].battles) == (18, 24)


def test_sides_and_pairs_stand_beside_their_targets() -> None:
    opened()
    for number, row in enumerate(Exposure.objects.order_by("pk")):
        Exposure.objects.filter(pk=row.pk).update(drawn=100 if number else 160)
    balance = shown()["balance"]
    assert (balance.target, balance.least, balance.most, balance.is_off) == (220.0, 200, 260, True)
    off = [(line.met, line.left, line.is_off) for line in balance.lines if line.is_off]
    assert sorted(off) == [(460, 200, True), (460, 260, True)]
    assert sum(cell.is_off for line in balance.lines for cell in line.cells) == 6


def test_a_late_entrants_pairs_are_level_where_they_started() -> None:
    opened()
    pool = pool_of()
    Exposure.objects.filter(pool__ref=pool).update(drawn=50)
    late = Exposure.objects.filter(pool__ref=pool).first()
    assert late is not None
    Exposure.objects.filter(entrant_a__in=[late.entrant_a_id], pool__ref=pool).update(drawn=0, start=50)
    balance = shown()["balance"]
    assert (balance.target, balance.least, balance.most) == (100.0, 100, 100)


def test_a_servers_state_is_told_and_not_how_busy_it_is() -> None:
    opened()
    first = Endpoint.objects.order_by("pk").first()
    assert first is not None
    for _ in range(2):
        record_looks([Look(first.ref, "stalled", 4321.0, 8765.0, None, None)], NOW)
    found = shown()
    states = [one.health.state for one in found["health"]]
    assert (states, found["health_working"], found["health_ill"]) == (["ill", "well", "well"], 2, 1)
    page = at_console(yuna()).get("/console/").content.decode()
    assert "4321" not in page
    assert "8765" not in page


def test_open_findings_proposals_and_the_latest_acts_are_there() -> None:
    opened()
    receipt = Vote.objects.get(battle__ref=voted(pool_of()).battle_ref).receipt_ref
    propose_void(dohyun(), [receipt], now=NOW, reason="두 번 눌렀다고 해요.")
    Finding.objects.create(
        ref="f1", pool=Battle.objects.get().pool, detector="burst", subject="s", looked_at_votes=1,
        found_at=NOW, renewed_at=NOW,
    )  # fmt: skip
    found = shown()
    assert (found["findings_open"], found["proposals_waiting"], len(found["acts"])) == (1, 1, 8)
    page = at_console(yuna()).get("/console/").content.decode()
    assert "/console/findings/f1/" in page
    assert f"/console/proposals/{found['proposals'][0][0].ref}/" in page


@pytest.mark.parametrize("begun", [drawn, streaming, ready])
def test_nothing_on_the_page_tells_who_answers_in_a_running_battle(begun: Any) -> None:
    opened()
    pool, chief = pool_of(), at_console(sora())
    before = shown(chief)
    begun(pool, MINJI)
    after = shown(chief)
    for name in ("balance", "health", "findings"):
        assert after[name] == before[name]


def test_the_pulse_changes_when_something_happens() -> None:
    opened()
    pool = pool_of()
    seen = [(pulse(), acts_pulse())]
    for happen in (lambda: drawn(pool), lambda: voted(pool, JUNHO, seed=2), lambda: propose(pool)):
        happen()
        seen.append((pulse(), acts_pulse()))
    assert len(set(seen)) == len(seen)
    assert (pulse(), acts_pulse()) == seen[-1]


def propose(pool: str) -> None:
    """Something that waits for a second person."""
    propose_void(dohyun(), [Vote.objects.get(battle__pool__ref=pool).receipt_ref], now=NOW, reason="겹친 표예요.")


def queries() -> int:
    browser = at_console(yuna())
    browser.get("/console/dashboard/now/")
    with CaptureQueriesContext(connection) as seen:
        browser.get("/console/dashboard/now/")
    return len(seen)


def test_it_takes_as_many_queries_however_much_happened() -> None:
    opened()
    few = queries()
    crowd(pool_of(), 2000, datetime.now(UTC).isoformat(), seconds=7200)
    assert queries() == few == QUERIES
