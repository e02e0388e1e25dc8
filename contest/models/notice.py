"""What the public is told about a stage."""

from django.db import models

from arena.models.refs import new_ref
from contest.models.stage import Stage


class Notice(models.Model):
    """A public notice. One without an end still holds; ended ones stay in the list."""

    class Kind(models.TextChoices):
        """What it is about."""

        PAUSED = "paused"
        EXTENDED = "extended"
        CLOSED_EARLY = "closed_early"
        DEGRADED = "degraded"
        GENERAL = "general"

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.GENERAL)
    text_ko = models.TextField()
    text_en = models.TextField()
    published_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["stage", "-published_at"], name="notices_of_a_stage")]
