"""What a picture must be to become a team's emblem. Sizes in pixels and bytes."""

from contest.rules.issues import Issue

MOST_BYTES = 2 * 1024 * 1024
LEAST_PIXELS = 64
MOST_PIXELS = 4096
SHOWN_PIXELS = 256


def issues_with_file(size: int) -> list[Issue]:
    """What stands against reading the file at all."""
    return [Issue("emblem_too_heavy", {"megabytes": MOST_BYTES // (1024 * 1024)})] if size > MOST_BYTES else []


def issues_with_size(width: int, height: int) -> list[Issue]:
    """What stands against a picture of this size."""
    if min(width, height) < LEAST_PIXELS:
        return [Issue("emblem_too_small", {"least": LEAST_PIXELS})]
    if max(width, height) > MOST_PIXELS:
        return [Issue("emblem_too_large", {"most": MOST_PIXELS})]
    return []
