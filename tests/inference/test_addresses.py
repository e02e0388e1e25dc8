"""A name is asked for its addresses at every connection, and leads into our own network only where that was allowed."""

import socket
from collections.abc import Callable, Collection

import pytest
from aiohttp import ThreadedResolver
from aiohttp.abc import ResolveResult

from arena.inference.addresses import PublicAddresses
from arena.inference.client import InferenceClient
from arena.inference.errors import Reason, UpstreamError
from arena.inference.target import Target
from tests.inference.conftest import Twin

HOST = "models.example.kr"
Stands = Callable[..., None]


@pytest.fixture
def stands_for(monkeypatch: pytest.MonkeyPatch) -> Stands:
    """Lets every name stand for these addresses."""

    def stand(*addresses: str) -> None:
        async def resolve(_self: object, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
            number = socket.AI_NUMERICHOST
            return [
                ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=6, flags=number)
                for address in addresses
            ]

        monkeypatch.setattr(ThreadedResolver, "resolve", resolve)

    return stand


async def health(twin: Twin, hosts: Collection[str] | None) -> int:
    port = twin.url.rpartition(":")[2]
    async with InferenceClient(hosts) as client:
        return (await client.exchange(Target(f"http://{HOST}:{port}", "m-quick"), "/health", 5)).status


async def test_a_name_that_moved_into_our_network_is_not_followed(twin: Twin, stands_for: Stands) -> None:
    stands_for("127.0.0.1")
    with pytest.raises(UpstreamError) as failed:
        await health(twin, ["another.example.kr"])
    assert failed.value.reason is Reason.CONNECT_FAILED


@pytest.mark.parametrize("hosts", [[HOST], None])
async def test_a_name_that_may_stand_in_our_network_is_followed(
    twin: Twin, stands_for: Stands, hosts: Collection[str] | None
) -> None:
    stands_for("127.0.0.1")
    assert await health(twin, hosts) == 200


async def test_of_several_addresses_the_public_ones_are_left(stands_for: Stands) -> None:
    stands_for("10.1.2.3", "8.8.8.8", "169.254.169.254", "fd00::1")
    assert [found["host"] for found in await PublicAddresses([]).resolve(HOST, 443)] == ["8.8.8.8"]
