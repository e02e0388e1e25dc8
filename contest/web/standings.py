"""The published standing of a stage, and its file, whose SHA-256 anybody can compute."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from contest.found import or_404
from contest.queries.evaluation_texts import EVALUATIONS
from contest.queries.publications import PublishedView, published_standing, published_standings
from contest.rules.stages_terms import canonical
from contest.web.stage_kinds import kind_label


@require_safe
def standing(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest published standing of a stage, and the ones before it."""
    published, language = published_standings(slug), get_language() or "ko"
    shown = or_404(published[0] if published else None)
    context = {
        "shown": shown,
        "name": shown.content["stage"][f"name_{language}"],
        "kind": kind_label(shown.kind),
        "slug": slug,
        "earlier": published[1:],
        "evaluations": [(EVALUATIONS[name], shown.content["weights"][name]) for name in _counted(shown)],
        "places": [_place(place, shown, language) for place in shown.content["places"]],
        "is_unsure": any(place["rank_low"] != place["rank_high"] for place in shown.content["places"]),
        "has_left_out": any(place.get("left_out") for place in shown.content["places"]),
        "section": "leaderboard",
    }
    return render(request, "standings/standing.html", context)


@require_safe
def standing_file(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A published standing as JSON, byte for byte what its SHA-256 was made of."""
    found = or_404(published_standing(slug, number))
    # As the board's files do, it says what is no contest's.
    kind = f"{found.kind}-" if kind_label(found.kind) else ""
    headers = {"Content-Disposition": f'attachment; filename="standing-{kind}{slug}-{number}.json"'}
    return HttpResponse(canonical(found.content), content_type="application/json", headers=headers)


def _counted(shown: PublishedView) -> list[str]:
    """The evaluations that weigh something, in the order of the rules: the database keeps none."""
    return [name for name in EVALUATIONS if name in shown.content["weights"]]


def _place(place: dict[str, Any], shown: PublishedView, language: str) -> dict[str, Any]:
    """A place as the template shows it: names in one language, points in the order of the evaluations."""
    gates = {gate["slug"]: gate[f"name_{language}"] for gate in shown.content["gates"]}
    return place | {
        "entrant": place[f"entrant_{language}"],
        "team": place[f"team_{language}"],
        "parts": [(EVALUATIONS[name], place["points"].get(name)) for name in _counted(shown)],
        "failed": [(gates[slug], judged["reason"]) for slug, judged in place["gates"].items() if not judged["passed"]],
    }
