"""Organisers with what somebody needs who looks after their accounts."""

from dataclasses import dataclass
from datetime import datetime

from django_otp.plugins.otp_totp.models import TOTPDevice

from contest.models import Citizen
from contest.queries.roles import organisers
from contest.rules.roles import Role


@dataclass(frozen=True)
class PersonView:
    """An organiser. `is_from_host`: made on the host itself, a chief whatever the console says."""

    username: str
    role: Role
    is_from_host: bool
    has_second_factor: bool
    signed_in_at: datetime | None


def people() -> list[PersonView]:
    """All active accounts with a role, by name."""
    found = organisers()
    keys = [one.account_id for one in found]
    rows = Citizen.objects.in_bulk(keys)
    factors = set(TOTPDevice.objects.filter(user__in=keys, confirmed=True).values_list("user_id", flat=True))
    return [
        PersonView(
            one.username,
            one.role,
            rows[one.account_id].is_superuser,
            one.account_id in factors,
            rows[one.account_id].last_login,
        )
        for one in found
    ]
