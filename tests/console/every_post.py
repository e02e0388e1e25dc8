"""Every address of the console, and what is sent there: for the question who may do what."""

from collections.abc import Iterator, Mapping

from django.urls import URLPattern, reverse

from contest.console import urls
from contest.console.stages_acts import ACTS

OPEN_DOORS = frozenset({"sign-in", "sign-out", "second-factor", "second-factor-new", "people-password"})
"""Where everybody in the console may post: the doors, and one's own password."""
CHOICES = {
    "stage-act": [one.name for one in ACTS],
    "votes-propose": ["void", "restore"],
    "finding-propose": ["apply", "undo"],
    "export-file": ["file.csv"],
}
"""What the last word of an address may be, where it chooses what is done."""
SENT = {
    "seen": "1",
    "reason": "이유예요.",
    "stage": "stage-1",
    "data": "votes",
    "format": "csv",
    "closes_at": "2099-01-01T09:00",
    "notice_ko": "알려 드려요.",
    "notice_en": "We tell you.",
    "username": "mallory",
    "role": "chief",
    "enabled": "0",
    "account": "bitna",
    "what": "network",
    "which": "192.0.2.0/24",
    "name": "monitoring",
    "scopes": "monitoring:read",
    "days": "7",
}
"""Enough of a form that nothing but the role can be refused."""


def addresses(known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Name and address of every page but the open doors.

    `known`: the slug or ref of one stage, team, entrant, endpoint, battle, finding, proposal, export, notice and token,
    and a `username`.
    """
    for pattern in urls.urlpatterns:
        name = str(pattern.name).removeprefix("console-")
        if name in OPEN_DOORS:
            continue
        for choice in CHOICES.get(name, [""]):
            given = {word: _value(pattern, word, known) for word in pattern.pattern.converters}
            if choice:
                given["name"] = choice
            yield name, reverse(str(pattern.name), kwargs=given)


def _value(pattern: URLPattern, word: str, known: Mapping[str, str]) -> str:
    # `slug` and `ref` are those of what the address is about, which its name begins with.
    if str(pattern.name) == "console-export-release":
        return known["stage"]
    if word in {"slug", "ref"}:
        return known[str(pattern.name).split("-")[1]]
    return known.get(word, "")
