"""Proofs of work: ours, solved, in time and once."""

import base64
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from altcha import Challenge, solve_challenge
from redis import Redis

from contest.actions.proofs import LASTS, accept_proof, new_challenge
from tests.services.servers import RedisServer

KEY = "a key of the tests"


@pytest.fixture
def client(redis: RedisServer) -> Iterator[Redis]:
    redis.flush()
    with Redis.from_url(redis.url) as client:
        yield client


def solved(challenge: dict[str, Any], **changed: Any) -> str:
    """What the widget sends; `changed` values of the challenge's parameters come after it was solved."""
    solution = solve_challenge(Challenge.from_dict(challenge))
    assert solution is not None
    told = challenge | {"parameters": challenge["parameters"] | changed}
    return base64.b64encode(json.dumps({"challenge": told, "solution": solution.to_dict()}).encode()).decode()


def challenge(now: datetime | None = None, key: str = KEY) -> dict[str, Any]:
    return new_challenge(key, 100, now or datetime.now(UTC))


def test_a_solution_is_good_once(client: Redis) -> None:
    proof = solved(challenge())
    assert [accept_proof(client, proof, KEY) for _ in range(3)] == [True, False, False]


def test_of_twenty_replays_at_once_one_is_accepted(client: Redis) -> None:
    proof = solved(challenge())
    with ThreadPoolExecutor(10) as crowd:
        assert sum(crowd.map(lambda _n: accept_proof(client, proof, KEY), range(20))) == 1


def test_the_same_solution_written_otherwise_is_still_a_replay(client: Redis) -> None:
    proof = solved(challenge())
    other = base64.b64encode(json.dumps(json.loads(base64.b64decode(proof)), indent=1).encode()).decode()
    assert other != proof
    assert (accept_proof(client, proof, KEY), accept_proof(client, other, KEY)) == (True, False)


def test_an_expired_challenge_is_refused(client: Redis) -> None:
    assert not accept_proof(client, solved(challenge(datetime.now(UTC) - LASTS - timedelta(seconds=5))), KEY)


def test_a_challenge_of_another_site_is_refused(client: Redis) -> None:
    assert not accept_proof(client, solved(challenge(key="another key")), KEY)


def test_a_challenge_made_easier_is_refused(client: Redis) -> None:
    assert not accept_proof(client, solved(challenge(), cost=1), KEY)


def test_a_wrong_solution_is_refused(client: Redis) -> None:
    told = json.loads(base64.b64decode(solved(challenge())))
    told["solution"]["counter"] += 1
    told["solution"]["derivedKey"] = "ff" * 32
    assert not accept_proof(client, base64.b64encode(json.dumps(told).encode()).decode(), KEY)


@pytest.mark.parametrize(
    "sent",
    ["nonsense", "e30=", base64.b64encode(b"[]").decode(), base64.b64encode(b'{"challenge":1}').decode(), "A" * 5000],
)
def test_nonsense_is_refused(client: Redis, sent: str) -> None:
    assert not accept_proof(client, sent, KEY)


def test_a_used_proof_is_forgotten_only_after_it_has_expired(client: Redis) -> None:
    sent = challenge()
    accept_proof(client, solved(sent), KEY)
    assert client.ttl(f"contest:proof:{sent['signature']}") >= LASTS.total_seconds()


def test_without_redis_a_proof_still_opens_the_way() -> None:
    gone = Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.2)
    assert accept_proof(gone, solved(challenge()), KEY)
