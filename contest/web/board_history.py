"""Ratings over time as lines in a picture, with the same figures as a table."""

from arena.queries.leaderboard import HistoryPoint
from contest.web.board_rows import Names
from contest.web.scale import scale_of

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 130, 12, 24
LABEL_GAP = 15
TABLE_ROWS = 8
MOST_LINES = 8


def history_picture(points: list[HistoryPoint], names: Names) -> dict[str, object] | None:
    """Lines by entrant, x by snapshot; None before two points have ratings."""
    rated = [point for point in points if point.ratings]
    if len(rated) < 2:
        return None
    every = [rating for point in rated for rating in point.ratings.values()]
    scale = scale_of([min(every)], [max(every)])

    def y(rating: float) -> float:
        share = (rating - scale.low) / (scale.high - scale.low)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    def x(position: int) -> float:
        return round(LEFT + position / (len(rated) - 1) * (WIDTH - LEFT - RIGHT), 1)

    entrants = sorted(rated[-1].ratings, key=lambda entrant: -rated[-1].ratings[entrant])[:MOST_LINES]
    ends = _apart([y(rated[-1].ratings[entrant]) for entrant in entrants])
    lines = [
        {
            "team": names.team(entrant),
            "points": " ".join(
                f"{x(i)},{y(point.ratings[entrant])}" for i, point in enumerate(rated) if entrant in point.ratings
            ),
            "label_y": round(end + 4, 1),
            "style": number % 6,
        }
        for number, (entrant, end) in enumerate(zip(entrants, ends, strict=True))
    ]
    return {
        "lines": lines,
        "label_x": WIDTH - RIGHT + 8,
        "ticks": [{"y": y(tick), "text_y": y(tick) + 4, "label": f"{tick:.0f}"} for tick in scale.ticks],
        "from": rated[0].published_at,
        "to": rated[-1].published_at,
        "teams": [names.team(entrant) for entrant in entrants],
        "table": _table(rated, entrants),
    }


def _apart(heights: list[float]) -> list[float]:
    """The labels' heights, moved down where they would cover each other."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + LABEL_GAP) if placed else height)
    return placed


def _table(points: list[HistoryPoint], entrants: list[str]) -> list[dict[str, object]]:
    step = max(1, len(points) // TABLE_ROWS)
    return [
        {"at": point.published_at, "ratings": [point.ratings.get(entrant) for entrant in entrants]}
        for point in points[::-step]
    ]
