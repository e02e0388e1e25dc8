"""Voters in public files: one name each within a release, and none that leads to another one or to the person."""

import hmac
from collections.abc import Callable

DIGITS = 24


def pseudonyms(key: bytes) -> Callable[[str], str]:
    """From a voter_ref to its HMAC-SHA-256 under the release's own key, the first 96 bits as 24 hexadecimal digits.

    Two of a million voters get the same one with a chance of 10^-17. Whoever lacks the keys of two releases cannot tell
    which pseudonyms in them are one person's.
    """
    keyed = hmac.new(key, digestmod="sha256")

    def pseudonym(voter_ref: str) -> str:
        # A copy costs a third of beginning anew with the key, and a file has a million of them.
        one = keyed.copy()
        one.update(voter_ref.encode())
        return one.hexdigest()[:DIGITS]

    return pseudonym
