"""Limits on a real Redis: all counters in one step, exact under a crowd, and never in the way when Redis is gone."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from redis import Redis

from contest.actions.limits import give_back, is_full, take
from contest.rules.limits import DAY, HOUR, MINUTE, Rate, Rates, battle_rates
from tests.services.servers import RedisServer

RATES = Rates(6, 60, 3, 50, 300)


@pytest.fixture
def client(redis: RedisServer) -> Iterator[Redis]:
    redis.flush()
    with Redis.from_url(redis.url) as client:
        yield client


def test_it_allows_as_many_as_it_says_and_then_says_how_long_to_wait(client: Redis) -> None:
    limit = Rate("battles", "minji", 2, MINUTE)
    assert [take(client, [limit]).allowed for _ in range(3)] == [True, True, False]
    assert 1 <= take(client, [limit]).wait_seconds <= MINUTE


def test_a_hundred_at_once_get_exactly_the_places_there_are(client: Redis) -> None:
    limits = [Rate("battles", "minji", 7, MINUTE), Rate("network_battles", "cafe", 100, MINUTE)]
    with ThreadPoolExecutor(16) as crowd:
        taken = list(crowd.map(lambda _n: take(client, limits), range(100)))
    assert sum(one.allowed for one in taken) == 7
    assert client.get("contest:limit:network_battles:cafe") == b"7"


def test_a_refusal_names_its_limit_and_uses_up_nothing(client: Redis) -> None:
    full, roomy = Rate("battles", "minji", 0, MINUTE), Rate("network_battles", "cafe", 5, MINUTE)
    assert take(client, [roomy, full]).refused_by == full
    assert client.get("contest:limit:network_battles:cafe") is None


def test_every_counter_ends_with_its_window(client: Redis) -> None:
    take(client, [Rate("battles", "minji", 5, MINUTE), Rate("unproven", "minji", 5, DAY)])
    assert 0 < client.ttl("contest:limit:battles:minji") <= MINUTE
    assert MINUTE < client.ttl("contest:limit:unproven:minji") <= DAY


def test_a_counter_that_lost_its_end_gets_one(client: Redis) -> None:
    client.set("contest:limit:battles:minji", 1)
    take(client, [Rate("battles", "minji", 5, MINUTE)])
    assert client.ttl("contest:limit:battles:minji") > 0


def test_people_do_not_share_their_own_counters(client: Redis) -> None:
    for who in ("minji", "junho"):
        assert take(client, [Rate("battles", who, 1, MINUTE)]).allowed


def test_without_redis_everybody_may_go_on() -> None:
    gone = Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.2)
    assert take(gone, [Rate("battles", "minji", 0, MINUTE)]).allowed


def test_a_place_given_back_is_free_again(client: Redis) -> None:
    limit = Rate("network_votes", "cafe", 1, DAY)
    take(client, [limit])
    assert is_full(client, limit)
    give_back(client, limit)
    assert not is_full(client, limit)


def test_a_place_given_back_after_its_window_does_not_lengthen_the_next(client: Redis) -> None:
    limit = Rate("network_votes", "cafe", 1, DAY)
    give_back(client, limit)
    assert [take(client, [limit]).allowed for _ in range(2)] == [True, False]


def test_without_redis_nothing_is_full() -> None:
    gone = Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.2)
    give_back(gone, Rate("network_votes", "cafe", 1, DAY))
    assert not is_full(gone, Rate("network_votes", "cafe", 0, DAY))


def test_a_battle_meets_the_limits_of_person_network_and_missing_proof() -> None:
    found = battle_rates(RATES, "minji", "cafe", proof_missing=True)
    assert [(rate.what, rate.who, rate.most, rate.seconds) for rate in found] == [
        ("battles", "minji", 6, MINUTE),
        ("network_battles", "cafe", 60, MINUTE),
        ("unproven", "minji", 3, DAY),
        ("network_unproven", "cafe", 50, HOUR),
    ]


def test_a_proof_or_an_account_leaves_the_plain_limits() -> None:
    assert [rate.what for rate in battle_rates(RATES, "minji", "cafe", proof_missing=False)] == [
        "battles",
        "network_battles",
    ]
    assert [rate.what for rate in battle_rates(RATES, "minji", None, proof_missing=True)] == ["battles"]
