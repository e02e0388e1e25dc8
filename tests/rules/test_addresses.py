"""Whose network an address belongs to."""

import pytest

from arena.rules.addresses import is_public


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_the_worlds_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "169.254.169.254", "100.100.100.200", "::1", "fd00::1", "fe80::1%eth0"),
        *("::ffff:127.0.0.1", "::ffff:100.100.100.200", "64:ff9b::a9fe:a9fe", "2002:a00:1::1"),
    ],
)
def test_addresses_of_own_networks_are_not_however_they_are_written(address: str) -> None:
    assert not is_public(address)
