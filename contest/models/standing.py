"""Results of evaluations and gates, and the standings that were published."""

from django.db import models

from contest.models.stage import Entry, Stage


class EvaluationResult(models.Model):
    """An entrant's points in one evaluation, 0 to 100. The citizens' are not here: their votes give them."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="results")
    evaluation = models.CharField(max_length=20)
    points = models.DecimalField(max_digits=5, decimal_places=2)
    note = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "evaluation"], name="one_result_per_evaluation"),
            models.CheckConstraint(
                condition=models.Q(points__gte=0) & models.Q(points__lte=100), name="result_is_out_of_hundred"
            ),
        ]


class GateResult(models.Model):
    """Whether an entrant passed a gate, and why."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="gate_results")
    gate = models.SlugField(max_length=40)
    passed = models.BooleanField()
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "gate"], name="one_result_per_gate")]


class PublishedStanding(models.Model):
    """A standing as two people published it; the database refuses to change it. A corrected one is another row.

    `content`: as contest.queries.standing_content makes it; `sha256` is its digest.
    """

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="standings")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    # The leaderboard snapshot that the citizens' points come from; NULL where they do not count.
    snapshot_number = models.PositiveIntegerField(null=True)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stage", "number"], name="standing_has_its_number")]
