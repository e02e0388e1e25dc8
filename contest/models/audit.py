"""What organisers did, and what waits for a second person. Written once, never changed; only proposals are decided."""

from django.db import models

from arena.models.refs import new_ref
from contest.models.citizen import Citizen


class AuditEntry(models.Model):
    """One act: who, when, what, on which object, what was before and after, and why."""

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    done_at = models.DateTimeField()
    # Empty for a command typed on the host. The name and the role are kept as they were then.
    actor = models.ForeignKey(Citizen, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    role = models.CharField(max_length=10)
    act = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=20)
    object_ref = models.CharField(max_length=80)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-done_at", "-id"], name="audit_newest_first"),
            models.Index(fields=["object_kind", "object_ref", "-done_at"], name="audit_of_an_object"),
            models.Index(fields=["act", "-done_at"], name="audit_of_an_act"),
        ]


class Proposal(models.Model):
    """An act that takes two people: one proposes, another one confirms or somebody rejects it."""

    class Decision(models.TextChoices):
        """Where a proposal stands; it moves once, by a conditional UPDATE."""

        OPEN = "open"
        CONFIRMED = "confirmed"
        REJECTED = "rejected"

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    kind = models.CharField(max_length=20)
    object_kind = models.CharField(max_length=20)
    object_ref = models.CharField(max_length=80)
    # What the second person confirms, and what the first one saw.
    facts = models.JSONField(default=dict)
    reason = models.TextField()
    proposed_by = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.OPEN)
    decided_by = models.ForeignKey(Citizen, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_kind", "object_ref"],
                condition=models.Q(decision="open"),
                name="one_open_proposal_per_object",
            ),
            # The last guard of "two people".
            models.CheckConstraint(
                condition=~models.Q(decision="confirmed") | ~models.Q(decided_by=models.F("proposed_by")),
                name="proposal_is_confirmed_by_another",
            ),
        ]
