"""Accounts."""

from django.contrib.auth.models import AbstractUser


class Citizen(AbstractUser):
    """An account: today the organisers'. Citizens take part without one, by a signed first-party cookie."""
