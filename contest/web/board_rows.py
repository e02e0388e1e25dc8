"""The rows of a board as the page, the files and the picture show them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from arena.queries.leaderboard import BoardRow, SnapshotView
from contest.queries.stages import FieldedView
from contest.rules.josa import Josa, josa
from contest.web.board_choice import ALL, CONTROLLED, Choice
from contest.web.pages import emblem_url
from contest.web.scale import Scale, place, scale_of

FIGURES = ("rank", "rank_low", "rank_high", "rating", "lower", "upper", "votes", "wins", "ties", "losses", "rated")
TWO = 2


@dataclass(frozen=True)
class Names:
    """Who stands behind the entrants of a board, in one language."""

    teams: dict[str, FieldedView]
    language: str

    def team(self, entrant: str) -> str:
        """The team's name."""
        return self.teams[entrant].team(self.language)

    def entrant(self, entrant: str) -> str:
        """The entrant's public name."""
        return self.teams[entrant].entrant(self.language)

    def particle(self, entrant: str, which: Josa) -> str:
        """The Korean particle that follows the team's name; nothing in other languages."""
        return josa(self.team(entrant), which) if self.language == "ko" else ""

    def listed(self, entrants: Sequence[str]) -> str:
        """The teams' names as one phrase: "A와 B", "A, B, C"; in English "A and B", "A, B and C"."""
        teams = [self.team(entrant) for entrant in entrants]
        if self.language != "ko":
            return " and ".join(part for part in (", ".join(teams[:-1]), teams[-1]) if part)
        if len(teams) == TWO:
            return f"{teams[0]}{self.particle(entrants[0], Josa.AND)} {teams[1]}"
        return ", ".join(teams)


def rows_of(snapshot: SnapshotView, choice: Choice) -> list[BoardRow]:
    """The rows of the chosen board, best first."""
    if choice.slice != ALL:
        return list(snapshot.slice_rows(choice.slice))
    if choice.look != CONTROLLED:
        return list(snapshot.rows)
    places = snapshot.details["style"]["places"]
    rows = [_at_equal_style(row, places.get(row.entrant)) for row in snapshot.rows]
    return sorted(rows, key=lambda row: (row.rating is None, -(row.rating or 0.0)))


def _at_equal_style(row: BoardRow, found: dict[str, Any] | None) -> BoardRow:
    if found is None:
        return row
    best, worst = found["ranks"] or (None, None)
    return replace(
        row,
        rating=found["rating"],
        lower=found["lower"],
        upper=found["upper"],
        rank=best,
        rank_low=best,
        rank_high=worst,
    )


def scale_for(rows: list[BoardRow]) -> Scale:
    """The scale that holds every interval."""
    lowers = [row.lower for row in rows if row.lower is not None]
    return scale_of(lowers, [row.upper for row in rows if row.upper is not None])


def shown_rows(rows: list[BoardRow], names: Names, scale: Scale) -> list[dict[str, object]]:
    """The rows for the template."""
    return [
        {name: getattr(row, name) for name in FIGURES}
        | {
            "ref": row.entrant,
            "team": names.team(row.entrant),
            "entrant": names.entrant(row.entrant),
            "emblem": emblem_url(names.teams[row.entrant].emblem),
            "is_reference": names.teams[row.entrant].is_reference,
            "win_percent": round(100 * (row.wins + row.ties / 2) / row.votes) if row.votes else None,
            "drawn": _drawn(row, scale),
        }
        for row in rows
    ]


def _drawn(row: BoardRow, scale: Scale) -> dict[str, int] | None:
    if row.rating is None or row.lower is None or row.upper is None:
        return None
    low, high = place(scale, row.lower), place(scale, row.upper)
    return {"low": low, "width": max(2, high - low), "dot": place(scale, row.rating)}
