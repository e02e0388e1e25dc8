"""Canaries: fixed questions by which an endpoint that serves another version than the frozen one is noticed.

Nothing of this is published: it is between the organisers and a team.
"""

from django.db import models

from arena.models.entrant import Endpoint, Entrant
from arena.models.refs import new_ref


class Fingerprint(models.Model):
    """How an entrant answered the canary's questions first: what its endpoints are compared with from then on."""

    entrant = models.OneToOneField(Entrant, on_delete=models.CASCADE, related_name="fingerprint")
    # One object for each question: see arena.rules.drift.
    answers = models.JSONField()
    taken_at = models.DateTimeField()


class CanaryLook(models.Model):
    """An endpoint compared with its entrant's fingerprint: `drift` from 0 to 1, NULL when it did not answer."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="canaries")
    looked_at = models.DateTimeField()
    drift = models.FloatField(null=True)
    problem = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["endpoint", "-looked_at"], name="canaries_of_an_endpoint")]


class EndpointAlert(models.Model):
    """An endpoint that seems to serve another version. Open until it answers like the frozen one again."""

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="alerts")
    drift = models.FloatField()
    raised_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint"], name="one_open_alert_per_endpoint", condition=models.Q(cleared_at__isnull=True)
            ),
        ]
