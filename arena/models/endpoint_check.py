"""What organisers' tests of endpoints found."""

from django.db import models

from arena.models.entrant import Endpoint
from arena.models.refs import new_ref


class EndpointCheck(models.Model):
    """One test of one endpoint. Without `finished_at` a worker still asks it, or died while it did.

    `findings`: one object a check, with the fields of `arena.actions.endpoint_checks.CheckedPoint`.
    """

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="checks")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    conforms = models.BooleanField(default=False)
    findings = models.JSONField(default=list, blank=True)
    # How one short answer came (arena.rules.blindness.pace.Arrival); NULL when none did.
    began_seconds = models.FloatField(null=True, blank=True)
    kept_bytes_per_second = models.FloatField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["endpoint", "-asked_at"], name="checks_of_an_endpoint")]
        constraints = [
            # Two who press the button at once ask the endpoint once.
            models.UniqueConstraint(
                fields=["endpoint"], condition=models.Q(finished_at=None), name="one_running_check_per_endpoint"
            )
        ]
