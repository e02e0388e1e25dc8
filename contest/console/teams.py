"""Teams and entrants: the lists, and one team with all that belongs to it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from contest.console.access import needs, role_in
from contest.console.stages_shown import STATES
from contest.queries.teams import team_history, team_record
from contest.rules.roles import Act, may


@needs(Act.READ_CONSOLE)
@require_safe
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """One team: its organisations, emblem, entrants and past stages."""
    record = team_record(slug)
    if record is None:
        raise Http404
    role = role_in(request)
    context = {
        "record": record,
        "name": record.facts.name_ko if get_language() == "ko" else record.facts.name_en,
        "history": [(past, STATES[past.stage_state]) for past in team_history(slug)],
        "may_edit": may(role, Act.EDIT_TEAM),
        "may_emblem": may(role, Act.SET_EMBLEM),
    }
    return render(request, "console/teams/team.html", context)
