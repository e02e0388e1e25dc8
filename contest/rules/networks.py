"""Addresses: which one a request truly came from, and to which network group it belongs."""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

GROUP_BITS = {4: 24, 6: 48}
"""A home or an office usually has one /24 of IPv4 neighbours, or a /48 of IPv6."""
LEAST_BITS = {4: 8, 6: 32}
"""The widest network that can belong to a team: a /8 of IPv4, a /32 of IPv6."""
UNKNOWN = "unknown"
"""The group of requests without a readable address, such as those over a Unix socket."""


def client_address(peer: str, forwarded_for: str, proxies: int) -> str:
    """The address that the outermost of our `proxies` saw; "" when nothing readable is there.

    `peer` is the other end of the connection, `forwarded_for` the X-Forwarded-For header. Every trusted proxy adds the
    address of its own peer on the right, so only the last `proxies` entries are ours: whatever stands further left was
    written by the client. With fewer entries than proxies the header is not ours, and the peer is taken.
    """
    seen = [part.strip() for part in forwarded_for.split(",") if part.strip()]
    if proxies and len(seen) >= proxies and _read(seen[-proxies]) is not None:
        return seen[-proxies]
    return peer if _read(peer) is not None else ""


def group_of(address: str) -> str:
    """The network group of an address: its /24, or its /48 for IPv6."""
    read = _read(address)
    if read is None:
        return UNKNOWN
    return str(ip_network((read, GROUP_BITS[read.version]), strict=False))


def is_within(address: str, cidrs: Iterable[str]) -> bool:
    """Whether the address belongs to any of these networks."""
    read = _read(address)
    return read is not None and any(read in network_of(cidr) for cidr in cidrs)


@lru_cache(maxsize=4096)
def network_of(cidr: str) -> IPv4Network | IPv6Network:
    """The network that is written as 192.0.2.0/24 or 2001:db8::/32. Raises ValueError for anything else."""
    return ip_network(cidr.strip(), strict=True)


def _read(address: str) -> IPv4Address | IPv6Address | None:
    try:
        read = ip_address(address)
    except ValueError:
        return None
    # ::ffff:192.0.2.1 is an IPv4 client on a socket for both.
    return read.ipv4_mapped or read if isinstance(read, IPv6Address) else read
