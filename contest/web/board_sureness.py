"""How sure a board is, for plain words: who can be told apart, who may be last, and what was checked."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from arena.queries.leaderboard import SnapshotView
from contest.rules.josa import Josa
from contest.web.board_rows import Names

MOST_SHOWN = 20
"""An archive can hold many more entrants than anybody can compare pair by pair."""
NARROW_MATRIX = 6
"""As many columns fit a phone; wider ones become a list for each team there."""
MOST_UNEVEN = 0.02
"""How far from half an entrant's share of side A may be so that what side A is worth cancels out."""
LITTLE = 0.005
"""A chance of being last below this is said as "hardly"."""


def neighbours(snapshot: SnapshotView, names: Names) -> list[dict[str, object]]:
    """Each entrant with the next one below it. `apart`: whether their difference's interval leaves out zero."""
    return [
        {
            "better": _strong(names, pair["better"], Josa.AND),
            "worse": _strong(names, pair["worse"]),
            "difference": pair["difference"],
            "lower": pair["lower"],
            "upper": pair["upper"],
            "apart": pair["lower"] > 0,
            "fewest": pair["fewest"],
            "percent": 100 * pair["fewest"] / pair["votes"] if pair["fewest"] else None,
        }
        for pair in snapshot.details.get("neighbours", [])[:MOST_SHOWN]
    ]


def _strong(names: Names, entrant: str, which: Josa | None = None) -> SafeString:
    particle = names.particle(entrant, which) if which else ""
    return format_html("<strong>{}</strong>{}", names.team(entrant), particle)


def chances_of_last(snapshot: SnapshotView, names: Names) -> list[dict[str, object]]:
    """Each ranked entrant's chance of being last, likeliest first."""
    chances = sorted(snapshot.details.get("last", {}).items(), key=lambda item: -item[1])
    return [
        {"team": names.team(entrant), "percent": round(100 * chance), "hardly": chance < LITTLE}
        for entrant, chance in chances[:MOST_SHOWN]
    ]


def win_matrix(snapshot: SnapshotView, names: Names) -> dict[str, object]:
    """How often the team of a row won against the team of a column, a tie as half a win; in the board's order."""
    order = [row.entrant for row in snapshot.rows[:MOST_SHOWN]]
    wins: dict[tuple[str, str], tuple[float, int]] = {}
    for a, b, a_wins, b_wins, ties, both_bads in snapshot.details.get("tallies", []):
        even, votes = (ties + both_bads) / 2, a_wins + b_wins + ties + both_bads
        wins[a, b], wins[b, a] = (a_wins + even, votes), (b_wins + even, votes)
    teams = {entrant: names.team(entrant) for entrant in order}
    return {
        "left_out": len(snapshot.rows) - len(order),
        "is_wide": len(order) > NARROW_MATRIX,
        "teams": list(teams.values()),
        "rows": [
            {
                "ref": one,
                "team": teams[one],
                "cells": [_cell(wins.get((one, other)), one == other) | {"team": teams[other]} for other in order],
            }
            for one in order
        ],
    }


def _cell(found: tuple[float, int] | None, same: bool) -> dict[str, object]:
    if same or found is None or not found[1]:
        return {"percent": None, "same": same}
    percent = round(100 * found[0] / found[1])
    # Ten steps of shade: the class names a colour, because the page allows no inline style.
    return {"percent": percent, "votes": found[1], "shade": percent // 10, "same": False}


def checks(snapshot: SnapshotView, names: Names) -> dict[str, object]:
    """What side A is worth, how evenly pairs and sides came, and the ratings under other readings of a tie."""
    sides = list(snapshot.details.get("sides", {}).values())
    met = [count for _a, _b, count in snapshot.details.get("met", [])]
    return {
        "position": snapshot.details.get("position"),
        "pairs": {"least": min(met), "most": max(met)} if met else None,
        "sides": {"least": 100 * min(sides), "most": 100 * max(sides)} if sides else None,
        "is_even": bool(sides) and max(abs(share - 0.5) for share in sides) <= MOST_UNEVEN,
        "tie_rules": _tie_rules(snapshot, names),
        "coefficients": (snapshot.details.get("style") or {}).get("coefficients", []),
    }


def _tie_rules(snapshot: SnapshotView, names: Names) -> list[dict[str, object]]:
    others = {name: found for name, found in snapshot.details.get("tie_rules", {}).items() if found}
    return [
        {
            "team": names.team(row.entrant),
            "half": row.rating,
            "davidson": others.get("davidson", {}).get(row.entrant),
            "rao_kupper": others.get("rao-kupper", {}).get(row.entrant),
            "drop": others.get("drop", {}).get(row.entrant),
        }
        for row in snapshot.rows[:MOST_SHOWN]
        if row.rated
    ]


def toy(snapshot: SnapshotView, names: Names) -> list[dict[str, object]]:
    """The online Elo of the last votes, highest first."""
    ratings = sorted(snapshot.details.get("elo", {}).items(), key=lambda item: -item[1])
    return [{"team": names.team(entrant), "rating": rating} for entrant, rating in ratings[:MOST_SHOWN]]
