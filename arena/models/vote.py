"""Votes. Never deleted: a vote that must not count is void, on record, with the reason."""

from django.db import models

from arena.models.battle import Battle
from arena.models.refs import new_ref
from arena.rules.outcome import Outcome

# Votes that count and are in no tally (any more), and votes that are in a tally and must not count.
TO_FOLD = models.Q(voided_at__isnull=True) & (models.Q(fold__isnull=True) | models.Q(void_fold__isnull=False))
# Votes that were void before any fold counted them: the next fold notes that it saw them.
TO_NOTE = models.Q(voided_at__isnull=False, fold__isnull=True)
TO_TAKE_OUT = models.Q(voided_at__isnull=False, fold__isnull=False, void_fold__isnull=True)
OUTCOMES = [(outcome.value, outcome.value) for outcome in Outcome]


class Vote(models.Model):
    """A voter's verdict on one battle."""

    # The one-to-one key is the last guard of "at most one vote per battle".
    battle = models.OneToOneField(Battle, on_delete=models.PROTECT, related_name="vote")
    voter_ref = models.CharField(max_length=64)
    receipt_ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    # Which kind of voter cast it: open (a citizen), expert, or a panel's stratum.
    voter_group = models.CharField(max_length=20, default="open")
    outcome = models.CharField(max_length=10, choices=OUTCOMES)
    reasons = models.JSONField(default=list, blank=True)
    comment = models.CharField(max_length=500, blank=True)
    # The client's key and a digest of what it sent: the same pair gets the same answer again.
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    cast_at = models.DateTimeField()
    # The number of the fold that counted it into the tallies, and of the one that took it out again; NULL until then.
    # Both are the same for a vote that was void before it was counted: so boards know how many void votes they saw.
    fold = models.PositiveBigIntegerField(null=True, blank=True)
    void_fold = models.PositiveBigIntegerField(null=True, blank=True)
    # The same pairs from before a void that was undone: so that every old snapshot can be computed again.
    earlier_folds = models.JSONField(default=list, blank=True)
    # The fold after which it is another voter's: somebody signed in and brought it along.
    moved_fold = models.PositiveBigIntegerField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voter_ref", "key"], name="one_vote_per_key"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=[o.value for o in Outcome]), name="vote_outcome_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="votes_to_fold", condition=TO_FOLD),
            models.Index(fields=["id"], name="votes_to_take_out", condition=TO_TAKE_OUT),
            models.Index(fields=["id"], name="votes_to_note", condition=TO_NOTE),
            models.Index(fields=["voter_ref", "-cast_at"], name="votes_of_a_voter"),
            # What a board has not seen yet.
            models.Index(fields=["fold"], name="votes_by_fold"),
            models.Index(fields=["void_fold"], name="votes_by_void_fold", condition=models.Q(void_fold__isnull=False)),
            models.Index(
                fields=["moved_fold"], name="votes_by_moved_fold", condition=models.Q(moved_fold__isnull=False)
            ),
            # Organisers' lists; the void ones are few among many.
            models.Index(fields=["-cast_at", "-id"], name="votes_newest_first"),
            models.Index(
                fields=["-cast_at", "-id"],
                name="void_votes_newest_first",
                condition=models.Q(voided_at__isnull=False),
            ),
        ]
