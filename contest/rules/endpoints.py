"""May we talk to this address? A console that fetches any address for anybody would open our own network.

`https` to a public address, or a host on the allow-list (a rack beside us, the rehearsal's loopback).
"""

from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from contest.rules.issues import Issue


def issues_with_address(base_url: str, resolved: Mapping[str, bool], allowed_hosts: Collection[str]) -> list[Issue]:
    """What is wrong with an endpoint's address; nothing when it may be used.

    `resolved`: the IP addresses that the host's name stands for now, and whether each is public; `allowed_hosts`: names
    and addresses that may be private and may be asked without TLS.
    """
    try:
        parts = urlsplit(base_url)
        host = parts.hostname or ""
    except ValueError:
        return [Issue("address_is_none", {"url": base_url})]
    if parts.scheme not in {"http", "https"} or not host:
        return [Issue("address_is_none", {"url": base_url})]
    if parts.username or parts.password or parts.query or parts.fragment:
        return [Issue("address_has_extras", {"url": host})]
    if parts.path.rstrip("/"):
        return [Issue("address_has_a_path", {"path": parts.path})]
    if host in allowed_hosts:
        return []
    return _issues_with_strangers(parts.scheme, host, resolved)


def _issues_with_strangers(scheme: str, host: str, resolved: Mapping[str, bool]) -> list[Issue]:
    issues = []
    if scheme != "https":
        issues.append(Issue("address_without_tls", {"host": host}))
    if not resolved:
        issues.append(Issue("address_is_unknown", {"host": host}))
    private = sorted(address for address, is_public in resolved.items() if not is_public)
    if private:
        issues.append(Issue("address_is_private", {"host": host, "found": ", ".join(private)}))
    return issues
