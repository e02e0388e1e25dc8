"""Pools: entrants that may meet, the sampling that is equal for all, and how often each pair has met."""

from django.db import models

from arena.models.entrant import Entrant
from arena.models.refs import new_ref


class Pool(models.Model):
    """Entrants that may meet under equal conditions. `contest` opens one for each stage."""

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    is_open = models.BooleanField(default=False)
    system_prompt = models.TextField(blank=True)
    temperature = models.FloatField(default=0.7)
    top_p = models.FloatField(default=0.95)
    max_tokens = models.PositiveIntegerField(default=1024)
    max_turns = models.PositiveSmallIntegerField(default=5)
    min_votes = models.PositiveIntegerField(default=30)
    # The panel's strata and the places of each, to which its votes are weighted; empty without a panel.
    population = models.JSONField(default=dict, blank=True)
    # How many times votes were folded into the tallies; the watermark of the leaderboard.
    folds = models.PositiveBigIntegerField(default=0)
    # The pace at which everybody's answers are shown, measured by the slowest entrant; NULL before it was measured.
    release_bytes_per_second = models.FloatField(null=True, blank=True)
    release_hold_seconds = models.FloatField(null=True, blank=True)
    # What its teams and entrants are called, by kind (arena.rules.blindness.identities): masked beside the known names.
    names = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    entrants = models.ManyToManyField(Entrant, through="PoolEntrant", related_name="pools")


class PoolEntrant(models.Model):
    """An entrant's place in a pool; a withdrawn entrant is no longer drawn, its votes stay."""

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="places")
    entrant = models.ForeignKey(Entrant, on_delete=models.PROTECT, related_name="places")
    joined_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # What nearly all of its newest answers kept, and the share of them that was waited for. For organisers.
    began_seconds = models.FloatField(null=True, blank=True)
    kept_bytes_per_second = models.FloatField(null=True, blank=True)
    late_share = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pool", "entrant"], name="one_place_per_entrant")]


class Exposure(models.Model):
    """How often an ordered pair (a on the left, b on the right) was drawn and not voided."""

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="exposures")
    entrant_a = models.ForeignKey(Entrant, on_delete=models.PROTECT, related_name="+")
    entrant_b = models.ForeignKey(Entrant, on_delete=models.PROTECT, related_name="+")
    # Draws that count for balance; a late entrant's pairs start level with the others (`start`).
    drawn = models.PositiveIntegerField(default=0)
    start = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pool", "entrant_a", "entrant_b"], name="one_exposure_per_ordered_pair"),
            models.CheckConstraint(
                condition=~models.Q(entrant_a=models.F("entrant_b")), name="exposure_is_of_two_entrants"
            ),
        ]
