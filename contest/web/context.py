"""What every page knows about the contest."""

from datetime import UTC, datetime

from django.http import HttpRequest
from django.utils.translation import get_language

from contest.queries.stages import current_stage


def site(request: HttpRequest) -> dict[str, object]:
    """The template context of all pages: the stage, and whether all this is a rehearsal."""
    stage = current_stage(get_language() or "ko", datetime.now(UTC))
    match = request.resolver_match
    name = match.url_name if match else None
    return {
        "stage": stage,
        "rehearsal": stage is not None and stage.is_rehearsal,
        "section": "battles" if name == "battle" else name,
    }
