"""What may be set aside without asking anybody: whole groups, by what their votes share and never by what they say.

Choosing votes by their verdict would bend the board toward the chooser; leaving out a whole network or hour takes
honest and bought votes alike, and moves nobody's rating on purpose. Everything else waits for two people.
"""

from arena.rules.integrity.noticed import Detector, Noticed

LEVEL = 1e-4
"""Chance that one scan of honest votes finds any such group. A contest is scanned again and again: hence so small."""
LARGEST_SHARE = 0.1
"""A larger part of the votes is for people to decide about."""


def applies_by_rule(noticed: Noticed, votes: int) -> bool:
    """Whether the rule sets this finding's votes aside at once. `votes`: how many votes were scanned."""
    return (
        noticed.detector is Detector.GROUP_TARGETS
        and noticed.chance is not None
        and noticed.chance <= LEVEL
        and len(noticed.votes) <= LARGEST_SHARE * votes
    )
