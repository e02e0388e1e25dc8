"""The addresses behind a name, looked at whenever a connection is made.

A name that stood for a public address when it was entered may stand for one of our own network later (DNS rebinding).
"""

import errno
import socket
from collections.abc import Collection

from aiohttp import ThreadedResolver
from aiohttp.abc import ResolveResult

from arena.rules.addresses import is_public


class PublicAddresses(ThreadedResolver):
    """Finds public addresses only, but for the names in `private_hosts`. Addresses in figures do not come here."""

    def __init__(self, private_hosts: Collection[str]) -> None:
        super().__init__()
        self._private_hosts = private_hosts

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name. Raises OSError when it has none that may be asked."""
        found = await super().resolve(host, port, family)
        if host in self._private_hosts:
            return found
        public = [one for one in found if is_public(one["host"])]
        if not public:
            raise OSError(errno.EACCES, f"{host} stands for an address of a private network.")
        return public
