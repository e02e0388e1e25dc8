"""One team or one entrant with all that belongs to it, and how it fared in every stage. Everybody may read."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from contest.console.access import needs, role_in
from contest.console.endpoints import endpoint_rows
from contest.console.stages_shown import STATES
from contest.found import or_404
from contest.queries.declarations import What, declarations_of
from contest.queries.teams import PastEntry, entrant_record, team_history, team_record
from contest.rules.roles import Act, may


@needs(Act.READ_CONSOLE)
@require_safe
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """One team: its organisations, emblem, entrants and stages."""
    record = or_404(team_record(slug))
    role = role_in(request)
    declared = [one.what is What.NETWORK for one in declarations_of(slug)]
    context = {
        "record": record,
        "name": record.facts.name_ko if get_language() == "ko" else record.facts.name_en,
        "history": _worded(team_history(slug)),
        "people": declared.count(False),
        "networks": declared.count(True),
        "may_edit": may(role, Act.EDIT_TEAM),
        "may_emblem": may(role, Act.SET_EMBLEM),
    }
    return render(request, "console/teams/team.html", context)


@needs(Act.READ_CONSOLE)
@require_safe
def entrant(request: HttpRequest, slug: str) -> HttpResponse:
    """One entrant: what exactly it is, its servers and its stages."""
    record = or_404(entrant_record(slug))
    context = {
        "record": record,
        "name": record.facts.name_ko if get_language() == "ko" else record.facts.name_en,
        "servers": [row for row in endpoint_rows() if row.entrant.ref == record.ref],
        "history": _worded(past for past in team_history(record.facts.team) if past.entrant_slug == slug),
        "may_edit": may(role_in(request), Act.EDIT_ENTRANT),
    }
    return render(request, "console/entrants/entrant.html", context)


def _worded(history: Iterable[PastEntry]) -> list[tuple[PastEntry, str | Promise]]:
    return [(past, STATES[past.stage_state]) for past in history]
