"""The servers that other tests stand on."""

import psycopg
import pytest
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError
from redis.retry import Retry

from tests.services.servers import PASSWORD, PostgresServer, RedisServer, redis_server

pytestmark = pytest.mark.stack


def test_postgres_comes_back_on_its_port_with_its_rows(postgres: PostgresServer) -> None:
    url = postgres.url(postgres.create_database())
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    postgres.child.restart()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_a_test_gets_a_database_of_its_own_with_every_table(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT count(*) FROM arena_battle").fetchone() == (0,)


def test_redis_comes_back_empty_on_its_port(redis: RedisServer) -> None:
    with Redis.from_url(redis.url) as client:
        client.set("said", "something")
        redis.child.kill()
        redis.child.start()
        redis.child.wait_ready()
        assert client.get("said") is None


def test_the_packaged_server_lets_nobody_in_without_the_password() -> None:
    with redis_server(packaged=True) as server:
        stranger = Redis.from_url(server.url.replace(f":{PASSWORD}@", ""), retry=Retry(NoBackoff(), 0))
        with pytest.raises(AuthenticationError), stranger:
            stranger.ping()
