"""When the public sees a new leaderboard."""

from datetime import UTC, datetime

import pytest

from contest.rules.stages import StageState
from contest.rules.stages_release import next_release_at, visible_until
from contest.rules.stages_terms import Release

# 00:42 on 3 May in Korea.
NOW = datetime(2026, 5, 2, 15, 42, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("release", "shown"),
    [
        (Release.AT_ONCE, NOW),
        (Release.HOURLY, datetime(2026, 5, 2, 15, 0, tzinfo=UTC)),
        (Release.DAILY, datetime(2026, 5, 2, 15, 0, tzinfo=UTC)),
        (Release.AT_CLOSE, None),
    ],
)
def test_a_running_stage_shows_what_its_release_allows(release: Release, shown: datetime | None) -> None:
    assert visible_until(release, StageState.OPEN, NOW) == shown


@pytest.mark.parametrize("release", list(Release))
@pytest.mark.parametrize("state", [StageState.CLOSED, StageState.FINAL])
def test_closing_unseals_every_board(release: Release, state: StageState) -> None:
    assert visible_until(release, state, NOW) == NOW


def test_the_day_ends_at_midnight_in_korea() -> None:
    before = datetime(2026, 5, 2, 14, 59, tzinfo=UTC)
    assert visible_until(Release.DAILY, StageState.OPEN, before) == datetime(2026, 5, 1, 15, 0, tzinfo=UTC)


def test_the_next_release_is_told_where_it_is_known() -> None:
    assert next_release_at(Release.HOURLY, StageState.OPEN, NOW) == datetime(2026, 5, 2, 16, 0, tzinfo=UTC)
    assert next_release_at(Release.DAILY, StageState.OPEN, NOW) == datetime(2026, 5, 3, 15, 0, tzinfo=UTC)
    assert next_release_at(Release.AT_CLOSE, StageState.OPEN, NOW) is None
