"""Which IP addresses are the world's and which are somebody's own network."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

NAT64 = IPv6Network("64:ff9b::/96")
"""Addresses that a translator leads to the IPv4 address in their last 32 bits (RFC 6052)."""


def is_public(address: str) -> bool:
    """Whether anybody's server may stand there. An IPv4 address within an IPv6 one is judged as itself.

    Raises ValueError for what is no address.
    """
    found = ip_address(address)
    return (_within(found) or found).is_global if isinstance(found, IPv6Address) else found.is_global


def _within(address: IPv6Address) -> IPv4Address | None:
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
