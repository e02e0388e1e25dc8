"""Who is an organiser, and in which role."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from contest.models import Citizen
from contest.rules.roles import ORDER, Role


@dataclass(frozen=True)
class OrganiserView:
    """An account with a role."""

    account_id: int
    username: str
    role: Role


def role_of(account_id: int | None) -> Role | None:
    """The highest role of an active account; a superuser is a chief. None for everybody else."""
    account = Citizen.objects.filter(pk=account_id, is_active=True).first() if account_id is not None else None
    if account is None:
        return None
    return _highest(account.is_superuser, account.groups.values_list("name", flat=True))


def organisers() -> list[OrganiserView]:
    """All active accounts with a role, by name."""
    # Only those that can have a role: there may be a million citizens beside them.
    with_role = Q(is_superuser=True) | Q(
        pk__in=Citizen.groups.through.objects.filter(group__name__in=ORDER).values("citizen")
    )
    accounts = Citizen.objects.filter(with_role, is_active=True).prefetch_related("groups").order_by("username")
    found = ((row, _highest(row.is_superuser, [group.name for group in row.groups.all()])) for row in accounts)
    return [OrganiserView(row.pk, row.username, role) for row, role in found if role is not None]


def _highest(is_superuser: bool, groups: Iterable[str]) -> Role | None:
    if is_superuser:
        return Role.CHIEF
    names = set(groups)
    return next((role for role in reversed(ORDER) if role in names), None)
