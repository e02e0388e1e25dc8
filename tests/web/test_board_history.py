"""Ratings over time: a line and a row of figures for each entrant, from the first snapshot to the newest."""

from datetime import UTC, datetime, timedelta

from arena.queries.leaderboard import HistoryPoint
from contest.queries.stages import FieldedView
from contest.web.board_history import MOST_LINES, TABLE_COLUMNS, history_picture
from contest.web.board_rows import Names

START = datetime(2026, 3, 2, tzinfo=UTC)
COUNT = MOST_LINES + 3
NAMES = Names({str(i): FieldedView(f"팀 {i}", "", "", "", "", is_reference=False) for i in range(COUNT)}, "ko")


def points(count: int, entrants: int = COUNT) -> list[HistoryPoint]:
    return [
        HistoryPoint(START + timedelta(hours=hour), {str(i): 1000.0 + 10 * i + hour for i in range(entrants)})
        for hour in range(count)
    ]


def test_there_is_nothing_to_draw_before_two_boards_have_ratings() -> None:
    assert history_picture([], NAMES) is None
    assert history_picture([HistoryPoint(START, {}), *points(1)], NAMES) is None


def test_the_best_of_the_newest_board_have_lines_best_first() -> None:
    found = history_picture(points(5), NAMES)
    assert found is not None
    assert [line["team"] for line in found["lines"]] == [f"팀 {i}" for i in range(COUNT - 1, 2, -1)]  # type: ignore[attr-defined]


def test_the_figures_go_from_the_first_board_to_the_newest() -> None:
    for count in (2, 3, 61):
        found = history_picture(points(count, 2), NAMES)
        assert found is not None
        times: list[datetime] = found["times"]  # type: ignore[assignment]
        assert (times[0], times[-1]) == (START, START + timedelta(hours=count - 1))
        assert len(times) == len(set(times)) == min(count, TABLE_COLUMNS)


def test_an_entrant_that_came_later_has_a_gap_in_its_figures() -> None:
    found = history_picture([*points(1, 2), *points(2, 3)[1:]], NAMES)
    assert found is not None
    assert found["lines"][0]["ratings"] == [None, 1021.0]  # type: ignore[index]
