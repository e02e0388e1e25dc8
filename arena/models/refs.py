"""Public ids: opaque, random, unrelated to primary keys and to what they name."""

import secrets


def new_ref() -> str:
    """A URL-safe reference of 16 characters (96 random bits)."""
    # A spreadsheet takes a cell that starts with - for a formula.
    while not (ref := secrets.token_urlsafe(12))[0].isalnum():
        pass
    return ref
