"""Ratings over time as lines in a picture, with the same figures as a table."""

from arena.queries.leaderboard import HistoryPoint
from contest.web.board_rows import Names
from contest.web.scale import scale_of

WIDTH, HEIGHT = 400, 220
LEFT, RIGHT, TOP, BOTTOM = 40, 12, 12, 28
TABLE_COLUMNS = 4
"""As many moments fit a phone; the first and the newest are among them."""
MOST_LINES = 8
"""Each has a colour and dashes of its own."""


def history_picture(points: list[HistoryPoint], names: Names) -> dict[str, object] | None:
    """Lines by entrant, the best of the last snapshot first, x by snapshot; None before two points have ratings."""
    rated = [point for point in points if point.ratings]
    if len(rated) < 2:
        return None
    every = [rating for point in rated for rating in point.ratings.values()]
    scale = scale_of([min(every)], [max(every)])
    shown = _spread(rated)

    def y(rating: float) -> float:
        share = (rating - scale.low) / (scale.high - scale.low)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    def x(position: int) -> float:
        return round(LEFT + position / (len(rated) - 1) * (WIDTH - LEFT - RIGHT), 1)

    last = rated[-1].ratings
    lines = [
        {
            "team": names.team(entrant),
            "rating": last[entrant],
            "points": " ".join(
                f"{x(i)},{y(point.ratings[entrant])}" for i, point in enumerate(rated) if entrant in point.ratings
            ),
            "ratings": [point.ratings.get(entrant) for point in shown],
        }
        for entrant in sorted(last, key=lambda entrant: -last[entrant])[:MOST_LINES]
    ]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "tick_x": LEFT - 6,
        "foot_y": HEIGHT - 6,
        "lines": lines,
        "ticks": [{"y": y(tick), "text_y": y(tick) + 4, "label": f"{tick:.0f}"} for tick in scale.ticks],
        "from": rated[0].published_at,
        "to": rated[-1].published_at,
        "times": [point.published_at for point in shown],
    }


def _spread(points: list[HistoryPoint]) -> list[HistoryPoint]:
    """At most TABLE_COLUMNS of the points, evenly spread, from the first to the last."""
    count = min(len(points), TABLE_COLUMNS)
    return [points[round(i * (len(points) - 1) / (count - 1))] for i in range(count)]
