"""Challenges for the proof of work, from our own server."""

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contest.actions.proofs import new_challenge


@never_cache
@require_safe
def challenge(request: HttpRequest) -> JsonResponse:
    """A new challenge; its answer is good once, within ten minutes."""
    return JsonResponse(new_challenge(settings.SECRET_KEY, settings.PROOF_ROUNDS, datetime.now(UTC)))
