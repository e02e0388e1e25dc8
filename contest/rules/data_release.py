"""When which data may be given to the public, and the keys of the pseudonyms in it."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from contest.rules.roles import Act
from contest.rules.stages import RUNNING, StageState
from contest.rules.stages_release import DONE
from contest.rules.stages_terms import Release

# With texts beside names a program learns who writes how, and knows the answers of later battles by their style.
AFTER_CLOSE_ONLY = frozenset({"battles"})
# These tell no names of entrants beside votes: whoever may read them in the console may have them as a file.
WITHOUT_SIDES = frozenset({"audit"})
LEAST_DELAY_DAYS, MOST_DELAY_DAYS = 1, 90


def released_until(
    data: str, *, delay_days: int | None, release: Release, state: StageState, now: datetime
) -> datetime | None:
    """The instant before which votes may be public; None while none may.

    Once a stage is over: all. While it runs: votes that are `delay_days` old, unless that is None, the leaderboard is
    sealed until the close, or `data` is never public while battles go on.
    """
    if state in DONE:
        return now
    if state not in RUNNING or delay_days is None or release is Release.AT_CLOSE or data in AFTER_CLOSE_ONLY:
        return None
    return now - timedelta(days=delay_days)


def act_to_export(data: str, *, public: bool, is_over: bool) -> Act:
    """What somebody must be allowed to do to have this file of a stage.

    Before the end of a stage its organisers' own file says who answered whom: that is the chief's to decide.
    """
    return Act.EXPORT_DATA if public or is_over or data in WITHOUT_SIDES else Act.EXPORT_RUNNING_STAGE


def release_name(stage_slug: str, until: datetime) -> str:
    """What the files of a stage that are released together have in common, and no other files."""
    return f"{stage_slug} {until.astimezone(UTC).isoformat()}"


def pseudonym_key(secret: str, release: str) -> bytes:
    """The key of one release's pseudonyms: HMAC-SHA-256 of its name under the site's secret."""
    return hmac.digest(secret.encode(), f"pseudonyms of {release}".encode(), hashlib.sha256)
