"""What every page knows about the contest."""

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from contest.queries.stages import StageView, current_stage
from contest.web.notices import status_lines

STAGE = "stage_that_people_see"


def site(request: HttpRequest) -> dict[str, object]:
    """The template context of all pages: the stage, and whether all this is a rehearsal."""
    match = request.resolver_match
    name = match.url_name if match else None
    return _around(stage_of(request), get_language() or "ko") | {"section": "battles" if name == "battle" else name}


def surroundings(language: str) -> dict[str, object]:
    """The same without a request, for pages that are made once for all."""
    return _around(current_stage(language, datetime.now(UTC)), language)


def stage_of(request: HttpRequest) -> StageView | None:
    """The stage that people see now, read once for a request."""
    known: dict[str, StageView | None] = vars(request)
    if STAGE not in known:
        known[STAGE] = current_stage(get_language() or "ko", datetime.now(UTC))
    return known[STAGE]


def _around(stage: StageView | None, language: str) -> dict[str, object]:
    return {
        "stage": stage,
        "rehearsal": stage is not None and stage.is_rehearsal,
        "status_lines": status_lines(stage, language),
        "operator": {"name": settings.OPERATOR[language], "contact": settings.OPERATOR_CONTACT},
    }
