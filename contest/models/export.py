"""Files of a stage's data, and when the public gets them."""

from django.db import models

from arena.models.refs import new_ref
from contest.models.citizen import Citizen
from contest.models.stage import Stage


class DataRelease(models.Model):
    """The release policy of a stage's open data. Without a row: after the close."""

    stage = models.OneToOneField(Stage, on_delete=models.CASCADE, related_name="data_release")
    # While the stage runs, what is this many days old may be public; NULL for nothing before the close.
    delay_days = models.PositiveSmallIntegerField(null=True, blank=True)


class Export(models.Model):
    """One file, from the request to its end. `state` moves by conditional UPDATEs; the row outlives the file."""

    class State(models.TextChoices):
        """`replaced` by a newer public file, and `withdrawn` by an organiser: the file is gone."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        REPLACED = "replaced"
        WITHDRAWN = "withdrawn"

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="exports")
    data = models.CharField(max_length=20)
    format = models.CharField(max_length=10)
    public = models.BooleanField(default=False)
    # What happened before this instant is in it; NULL for all.
    until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    requested_at = models.DateTimeField()
    # Empty for the clock and for commands typed on the host.
    requested_by = models.ForeignKey(Citizen, on_delete=models.PROTECT, null=True, related_name="+")
    # The worker that writes it renews `beat_at`; `tries` tells its claim from an earlier worker's.
    beat_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    rows_done = models.PositiveBigIntegerField(default=0)
    rows_expected = models.PositiveBigIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    # The last fold of votes that it shows, read before the first row; NULL before that, and for files of earlier days.
    watermark = models.PositiveBigIntegerField(null=True, blank=True)
    # What is true of the whole file.
    finished_at = models.DateTimeField(null=True, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    columns = models.JSONField(default=list)
    licence = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            # A double click asks for one file.
            models.UniqueConstraint(
                fields=["stage", "data", "format", "public"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_export_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | ~models.Q(sha256=""), name="export_done_has_its_digest"
            ),
        ]
        indexes = [models.Index(fields=["public", "state", "-finished_at"], name="exports_for_the_public")]
