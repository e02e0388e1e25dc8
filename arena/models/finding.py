"""Findings: what an integrity check noticed, the votes in question, what it would do to the board, and who decided."""

from django.db import models

from arena.models.entrant import Entrant
from arena.models.pool import Pool
from arena.models.refs import new_ref
from arena.models.vote import Vote
from arena.rules.integrity.noticed import Detector


class VoterTrait(models.Model):
    """What a voter may share with others, as a keyed pseudonym: never an address, a code or a name itself."""

    class Kind(models.TextChoices):
        """What may be shared."""

        NETWORK = "network"
        JOINED_HOUR = "joined_hour"
        REFERRAL = "referral"

    voter_ref = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    value = models.CharField(max_length=64)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voter_ref", "kind", "value"], name="one_row_per_trait"),
        ]


class Finding(models.Model):
    """One pattern in the votes of a pool. While it is open a new look may bring it up to date; decided, it stays."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open"
        DISMISSED = "dismissed"
        APPLIED_BY_RULE = "applied_by_rule"
        APPLIED_BY_TWO = "applied_by_two"

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="findings")
    detector = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Detector])
    subject = models.CharField(max_length=120)
    # The entrant that the votes help or harm; NULL where none is meant.
    toward = models.ForeignKey(Entrant, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    # The chance that honest votes show the like in one look; NULL where no such chance is known.
    chance = models.FloatField(null=True)
    numbers = models.JSONField(default=dict)
    # How many votes were looked at, and each rated entrant's rating with and without the votes in question.
    looked_at_votes = models.PositiveIntegerField()
    effect = models.JSONField(default=list)
    found_at = models.DateTimeField()
    renewed_at = models.DateTimeField()

    votes = models.ManyToManyField(Vote, through="FindingVote", related_name="findings")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "detector", "subject", "toward"],
                name="one_open_finding_per_subject",
                condition=models.Q(state="open"),
            ),
            # Two NULLs are different to the one above.
            models.UniqueConstraint(
                fields=["pool", "detector", "subject"],
                name="one_open_finding_without_target",
                condition=models.Q(state="open", toward__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["pool", "state", "-found_at"], name="findings_of_a_pool")]


class FindingVote(models.Model):
    """A vote that a finding is about. `set_aside`: it is void because this finding was applied."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="places")
    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="places_in_findings")
    set_aside = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["finding", "vote"], name="one_place_per_vote")]


class FindingDecision(models.Model):
    """Who decided what about a finding, and why. Never changed afterwards."""

    class Verb(models.TextChoices):
        """What was decided."""

        APPLY = "apply"
        DISMISS = "dismiss"
        UNDO = "undo"

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="decisions")
    verb = models.CharField(max_length=10, choices=Verb.choices)
    # The people's names as the contest knows them; empty when the rule decided.
    by = models.JSONField(default=list)
    reason = models.CharField(max_length=200)
    decided_at = models.DateTimeField()
