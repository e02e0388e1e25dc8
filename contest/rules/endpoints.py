"""May we talk to this address? A console that fetches any address for anybody would open our own network.

`https` to a public address, or a host on the allow-list (a rack beside us, the rehearsal's loopback).
"""

from collections.abc import Collection, Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit


def issues_with_address(base_url: str, resolved: Sequence[str], allowed_hosts: Collection[str]) -> list[str]:
    """Sentences about what is wrong with an endpoint's address and what to do; none when it may be used.

    `resolved`: the IP addresses that the host's name stands for now; `allowed_hosts`: names and addresses that may be
    private and may be asked without TLS.
    """
    try:
        parts = urlsplit(base_url)
        host = parts.hostname or ""
    except ValueError:
        return [f"{base_url!r} is not an address: write it as https://host:port."]
    if parts.scheme not in {"http", "https"} or not host:
        return [f"{base_url!r} is not an address: write it as https://host:port."]
    if parts.username or parts.password or parts.query or parts.fragment:
        return ["Leave name, password, ? and # out of the address: a key is named by its environment variable."]
    if parts.path.rstrip("/"):
        return [f"Leave the path {parts.path!r} out of the address: the client adds /v1/… itself."]
    if host in allowed_hosts:
        return []
    return _issues_with_strangers(parts.scheme, host, resolved)


def _issues_with_strangers(scheme: str, host: str, resolved: Sequence[str]) -> list[str]:
    issues = []
    if scheme != "https":
        issues.append(f"{host} is asked without TLS: use https, or put it on ARENA_ENDPOINT_HOSTS.")
    if not resolved:
        issues.append(f"{host} has no address: check the name.")
    private = sorted(address for address in resolved if not ip_address(address).is_global)
    if private:
        issues.append(
            f"{host} stands for {', '.join(private)}, which is not a public address: "
            "put the host on ARENA_ENDPOINT_HOSTS if it is meant."
        )
    return issues
