"""What organisers did, as a number that differs when they did something."""

from django.db.models import Count, Max, Q

from contest.models import AuditEntry, Proposal


def acts_pulse() -> tuple[object, ...]:
    """Differs from the last one when an act was recorded or a proposal came or was decided."""
    waiting = Count("pk", filter=Q(decision=Proposal.Decision.OPEN))
    proposals = Proposal.objects.aggregate(last=Max("pk"), waiting=waiting)
    return (AuditEntry.objects.aggregate(last=Max("pk"))["last"], *proposals.values())
