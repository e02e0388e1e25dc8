"""What every page knows about the contest."""

from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """The template context of all pages."""
    return {}
