"""Who may use what: tokens with scopes, and how often."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle

from contest.actions.tokens import Bearer, bearer_of

if TYPE_CHECKING:
    # DRF loads this module by name while its own views are half loaded.
    from rest_framework.views import APIView

SCHEME = "Bearer"


@dataclass(frozen=True)
class Organiser:
    """The account behind a token, as much of a user as DRF asks for. `pk` is the token's, for the throttle."""

    account_id: int
    pk: str
    is_authenticated: bool = True


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer kaia_…`. Cookies open nothing here, so no other site can use a browser's session."""

    def authenticate(self, request: Request) -> tuple[Organiser, Bearer] | None:
        """None without the header; raises AuthenticationFailed for a token that opens nothing."""
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != SCHEME.lower().encode():
            return None
        bearer = bearer_of(words[1].decode("latin-1"), datetime.now(UTC)) if len(words) == 2 else None
        if bearer is None:
            raise AuthenticationFailed("The token is unknown, expired or revoked.", "token_wrong")
        return Organiser(bearer.account_id, bearer.token_ref), bearer

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


def account_of(request: Request) -> int:
    """The account behind the token. Raises NotAuthenticated without one."""
    if not isinstance(request.auth, Bearer):
        raise NotAuthenticated
    return request.auth.account_id


class HasScope(BasePermission):
    """The token has the scope that the view names for this method: `scopes = {"GET": Scope.READ_EXPORTS}`."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        scopes: dict[str, str] = getattr(view, "scopes", {})
        if not isinstance(request.auth, Bearer):
            return False
        # A method that the view does not have is refused as such later on.
        return request.method not in scopes or scopes[request.method] in request.auth.scopes


class PublicThrottle(AnonRateThrottle):
    """By address, which stays in this process's memory for a minute."""

    scope = "public"


class TokenThrottle(UserRateThrottle):
    """By token."""

    scope = "token"
