"""A standing as it is published: plain JSON values that anybody can add up again, and their digest."""

from collections.abc import Mapping
from typing import Any

from contest.queries.standings import Competitor, StageStanding
from contest.rules.citizen_points import Points
from contest.rules.stages_terms import Evaluation, digest
from contest.rules.standings import Place, counted_evaluations


def content_of(found: StageStanding) -> dict[str, Any]:
    """The whole standing. Points are texts in hundredths, ranks whole numbers; nothing in it depends on the moment."""
    terms, counted = found.record.terms, counted_evaluations(found.record.terms.weights)
    rests = found.snapshot if Evaluation.CITIZEN in counted else None
    return {
        "stage": {
            "slug": found.record.slug,
            "kind": found.record.kind,
            "name_ko": terms.name_ko,
            "name_en": terms.name_en,
        },
        "terms_sha256": found.record.terms_sha256,
        "snapshot": {"ref": rests.ref, "number": rests.number} if rests else None,
        "weights": {name: terms.weights[name] for name in counted},
        "gates": [{"slug": gate.slug, "name_ko": gate.name_ko, "name_en": gate.name_en} for gate in terms.gates],
        "places": [_place(place, found.competitors[place.entrant], counted) for place in found.standing.places],
    }


def left_out_in(content: dict[str, Any]) -> dict[str, str]:
    """Who has no rank for want of citizens' points, with the reason."""
    return {place["entrant"]: place["left_out"] for place in content["places"] if place["left_out"]}


def snapshot_number(content: dict[str, Any]) -> int | None:
    """Which leaderboard a standing's content rests on; None where the citizens' points do not count."""
    return content["snapshot"]["number"] if content["snapshot"] else None


def content_digest(found: StageStanding) -> str:
    """SHA-256 of the standing's content."""
    return digest(content_of(found))


def _place(place: Place, one: Competitor, counted: tuple[str, ...]) -> dict[str, Any]:
    points, notes = one.points(), one.sheet.points
    return {
        "entrant": place.entrant,
        "entrant_ko": one.who.entrant_ko,
        "entrant_en": one.who.entrant_en,
        "team_ko": one.who.team_ko,
        "team_en": one.who.team_en,
        "rank": place.rank,
        "rank_low": place.rank_low,
        "rank_high": place.rank_high,
        "total": _points(place.total),
        "points": {
            name: {**_points(points[name]), "source": notes[name].note if name in notes else ""}
            for name in counted
            if name in points
        },
        "gates": _gates(one),
        "out": bool(place.failed),
        "left_out": one.sheet.left_out if place.left_out else "",
    }


def _gates(one: Competitor) -> Mapping[str, Any]:
    return {slug: {"passed": judged.passed, "reason": judged.reason} for slug, judged in one.sheet.gates.items()}


def _points(points: Points | None) -> dict[str, str]:
    if points is None:
        return {}
    return {"value": str(points.value), "lower": str(points.lower), "upper": str(points.upper)}
