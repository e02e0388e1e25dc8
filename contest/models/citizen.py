"""Accounts: citizens who signed in, and organisers."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Citizen(AbstractUser):
    """An account. Citizens come by a sign-in elsewhere and have no name, e-mail or password here; organisers have."""

    # HMAC-SHA-256 of the way in and the person's number there; NULL for organisers.
    sign_in_ref = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    # Random. The pseudonym of the votes is made of it, so without this row nobody can tell whose votes they are.
    voter_id = models.CharField(max_length=32, unique=True, null=True, blank=True, editable=False)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sign_in_ref=None, voter_id=None)
                | models.Q(sign_in_ref__isnull=False, voter_id__isnull=False),
                name="who_signs_in_elsewhere_votes",
            )
        ]
