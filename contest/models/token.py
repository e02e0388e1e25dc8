"""Keys with which programs of organisers use the API."""

from django.db import models

from arena.models.refs import new_ref
from contest.models.citizen import Citizen


class ApiToken(models.Model):
    """A token is shown once and kept as its SHA-256: 256 random bits need no salt and no slow hash.

    It may do what its scopes say, and only while its account's role may.
    """

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    account = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
