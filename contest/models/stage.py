"""Stages: the dated phases of the contest."""

from django.db import models

from arena.models import Pool


class Stage(models.Model):
    """A dated phase with its rules. Its pool is the engine's half: who may meet, under which conditions."""

    class Kind(models.TextChoices):
        """A rehearsal says so on every page, and its votes decide nothing."""

        CONTEST = "contest"
        REHEARSAL = "rehearsal"

    slug = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.CONTEST)
    name_ko = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    rules_ko = models.TextField()
    rules_en = models.TextField()
    rules_sha256 = models.CharField(max_length=64)
    pool = models.OneToOneField(Pool, on_delete=models.PROTECT, related_name="stage")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_at__lt=models.F("closes_at")), name="stage_opens_before_it_closes"
            )
        ]
