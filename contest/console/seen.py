"""Which revision a form was made from."""

from django.http import HttpRequest

MOST_DIGITS = 10


def seen_in(request: HttpRequest) -> int:
    """The revision that the posted form saw; 0, which none has, for what is no number."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < MOST_DIGITS else 0
