"""The ways in: which services citizens may sign in with, read from the environment. Nothing is kept here."""

from dataclasses import dataclass
from typing import Any

from contest.environment import Environment

REHEARSAL = "rehearsal"
OWNED_BY_CONTESTANTS = frozenset({"naver"})
"""Services of a contestant's group: there must be another one beside them."""


@dataclass(frozen=True)
class WayIn:
    """A way to sign in. `slug` is in addresses and in the account's hash: never change it once people have come."""

    slug: str
    protocol: str
    name_ko: str
    name_en: str
    app: dict[str, Any]

    def name(self, language: str) -> str:
        """What people call it."""
        return self.name_ko if language == "ko" else self.name_en


def ways_in(environment: Environment) -> tuple[WayIn, ...]:
    """The ways that have a client id: generic OpenID Connect first, because no contestant owns it."""
    found = []
    if oidc := environment.text("OIDC_CLIENT_ID", ""):
        found.append(_openid_connect(environment, oidc))
    for slug, name_ko, name_en in (("kakao", "카카오", "Kakao"), ("naver", "네이버", "Naver")):
        if client_id := environment.text(f"{slug.upper()}_CLIENT_ID", ""):
            secret = environment.text(f"{slug.upper()}_CLIENT_SECRET")
            found.append(WayIn(slug, slug, name_ko, name_en, {"client_id": client_id, "secret": secret}))
    return tuple(found)


def _openid_connect(environment: Environment, client_id: str) -> WayIn:
    """Only the number of the person is asked for (scope `openid`): no profile, no e-mail."""
    slug = environment.text("OIDC_SLUG", "oidc")
    name_ko = environment.text("OIDC_NAME_KO")
    settings = {
        "server_url": environment.text("OIDC_SERVER_URL"),
        "fetch_userinfo": False,
        "oauth_pkce_enabled": True,
        "scope": ["openid"],
    }
    app = {
        "provider_id": slug,
        "name": name_ko,
        "client_id": client_id,
        "secret": environment.text("OIDC_CLIENT_SECRET", ""),
        "settings": settings,
    }
    return WayIn(slug, "openid_connect", name_ko, environment.text("OIDC_NAME_EN", name_ko), app)


def allauth_providers(ways: tuple[WayIn, ...]) -> dict[str, Any]:
    """The value of allauth's SOCIALACCOUNT_PROVIDERS."""
    found: dict[str, Any] = {}
    for way in ways:
        found.setdefault(way.protocol, {"APPS": []})["APPS"].append(way.app)
    return found
