"""What the votes add up to: tallies per pair, and the immutable snapshots published from them."""

from django.db import models

from arena.models.entrant import Entrant
from arena.models.pool import Pool
from arena.models.refs import new_ref
from arena.rules.ratings.slices import ALL


class Tally(models.Model):
    """Counts of one unordered pair (entrant_a has the smaller key) in one slice of a pool; each vote is in once."""

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="tallies")
    slice = models.CharField(max_length=40, default=ALL)
    entrant_a = models.ForeignKey(Entrant, on_delete=models.PROTECT, related_name="+")
    entrant_b = models.ForeignKey(Entrant, on_delete=models.PROTECT, related_name="+")
    a_wins = models.PositiveIntegerField(default=0)
    b_wins = models.PositiveIntegerField(default=0)
    ties = models.PositiveIntegerField(default=0)
    both_bads = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "slice", "entrant_a", "entrant_b"], name="one_tally_per_pair_and_slice"
            ),
            models.CheckConstraint(
                condition=models.Q(entrant_a__lt=models.F("entrant_b")), name="tally_pair_is_ordered"
            ),
        ]


class LeaderboardSnapshot(models.Model):
    """One published board. The database refuses to change or delete it (migration 0009): IntegrityError."""

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="snapshots")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    # The last fold in it, and how many votes it counts.
    watermark = models.PositiveBigIntegerField()
    votes = models.PositiveIntegerField()
    void_votes = models.PositiveIntegerField()
    estimator = models.CharField(max_length=100)
    anchor = models.FloatField()
    tallies_sha256 = models.CharField(max_length=64)
    rows = models.JSONField()
    # Everything else that the page shows, and what it was computed from: see arena.rules.ratings.report.
    details = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pool", "number"], name="one_snapshot_per_number")]
        get_latest_by = "number"
