"""Whether endpoints' addresses may be asked: the host's name is looked up, and the rules judge what it stands for."""

import socket
from collections.abc import Collection
from urllib.parse import urlsplit

from arena.rules.addresses import is_public
from contest.rules.endpoints import issues_with_address
from contest.rules.issues import Issue


def address_issues(base_url: str, allowed_hosts: Collection[str]) -> list[Issue]:
    """What is wrong with an address now. Asks the name server, so never call it in a transaction."""
    return issues_with_address(base_url, _resolve(base_url), allowed_hosts)


def _resolve(base_url: str) -> dict[str, bool]:
    """The addresses behind a name, and whether each is public; none when it has none."""
    try:
        host = urlsplit(base_url).hostname or ""
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, None)} if host else set()
    except (OSError, ValueError):
        return {}
    return {address: is_public(address) for address in found}
