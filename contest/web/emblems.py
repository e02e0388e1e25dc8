"""Uploaded emblems, each at an address that never shows another picture."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from contest.found import or_404
from contest.queries.teams import emblem_file


@require_safe
def emblem(request: HttpRequest, sha256: str) -> HttpResponse:
    """The picture with this digest."""
    png = or_404(emblem_file(sha256))
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "public, max-age=31536000, immutable"})
