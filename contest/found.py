"""What an address is about, or the answer that there is nothing there. For all faces."""

from typing import TypeVar

from django.http import Http404

Found = TypeVar("Found")


def or_404(found: Found | None) -> Found:
    """What was found; raises Http404 for nothing."""
    if found is None:
        raise Http404
    return found
