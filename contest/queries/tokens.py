"""Tokens of the API as organisers see them: everything but the token itself."""

from dataclasses import dataclass
from datetime import datetime

from contest.models import ApiToken


@dataclass(frozen=True)
class TokenRecord:
    """A token. `is_live`: it still opens what its scopes and its account's role allow."""

    ref: str
    username: str
    name: str
    scopes: tuple[str, ...]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    is_live: bool


def count_tokens() -> int:
    """How many were ever issued."""
    return ApiToken.objects.count()


def tokens_page(start: int, stop: int, now: datetime) -> list[TokenRecord]:
    """Tokens from `start` up to `stop`, newest first."""
    rows = ApiToken.objects.select_related("account").order_by("-made_at", "-pk")[start:stop]
    return [
        TokenRecord(
            row.ref,
            row.account.username,
            row.name,
            tuple(row.scopes),
            row.made_at,
            row.expires_at,
            row.used_at,
            row.revoked_at,
            row.revoked_at is None and row.expires_at > now,
        )
        for row in rows
    ]
