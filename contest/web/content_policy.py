"""The Content-Security-Policy of every answer: the same everywhere, so it is written once and not for each of them."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ContentPolicy(CSPMiddleware):
    """django-csp without what a page may change for itself: no nonces, no exemptions."""

    def __init__(self, get_response: object) -> None:
        super().__init__(get_response)  # type: ignore[arg-type]
        self._policy = build_policy()

    def process_request(self, request: HttpRequest) -> None:
        """No nonce: scripts and styles are files."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add the header."""
        response.headers.setdefault(HEADER, self._policy)
        return response
