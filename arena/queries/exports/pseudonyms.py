"""Voters in public files: one name each within a release, and none that leads to another one or to the person."""

import hmac

BYTES = 12


def pseudonym(voter_ref: str, key: bytes) -> str:
    """HMAC-SHA-256 of the voter_ref under the release's own key, its first 96 bits as 24 hexadecimal digits.

    Two of a million voters get the same one with a chance of 10^-17. Whoever lacks the keys of two releases cannot tell
    which pseudonyms in them are one person's.
    """
    return hmac.digest(key, voter_ref.encode(), "sha256")[:BYTES].hex()
