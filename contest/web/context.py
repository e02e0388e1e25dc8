"""What every page knows about the contest."""

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from contest.queries.stages import current_stage
from contest.web.notices import status_lines


def site(request: HttpRequest) -> dict[str, object]:
    """The template context of all pages: the stage, and whether all this is a rehearsal."""
    match = request.resolver_match
    name = match.url_name if match else None
    return surroundings(get_language() or "ko") | {"section": "battles" if name == "battle" else name}


def surroundings(language: str) -> dict[str, object]:
    """The same without a request, for pages that are made once for all."""
    stage = current_stage(language, datetime.now(UTC))
    return {
        "stage": stage,
        "rehearsal": stage is not None and stage.is_rehearsal,
        "status_lines": status_lines(stage, language),
        "operator": {"name": settings.OPERATOR[language], "contact": settings.OPERATOR_CONTACT},
    }
