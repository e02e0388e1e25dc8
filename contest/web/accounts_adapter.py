"""Where django-allauth hands over: it has talked to the service and knows the person's number there."""

from typing import Any, NoReturn

import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.http import HttpRequest

from contest.web.accounts import back_to_ways, come_in

log = structlog.get_logger(__name__)


class SignInAdapter(DefaultSocialAccountAdapter):
    """Uses the library for the protocols only: its tables of accounts, tokens and e-mail addresses stay empty."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
        """Take the person's number and nothing else, before the library writes anything."""
        account = sociallogin.account
        wishes = sociallogin.state.get("data") or {}
        raise ImmediateHttpResponse(come_in(request, account.provider, account.uid, wishes))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> NoReturn:
        """Back to all ways in, with a sentence. What the service said is not shown: it may name the person."""
        log.warning("sign_in_failed", way=provider.sub_id, error=str(error), exception=type(exception).__name__)
        raise ImmediateHttpResponse(back_to_ways("cancelled" if error == AuthError.CANCELLED else "failed"))
