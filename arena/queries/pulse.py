"""Whether anything happened: a few numbers that are cheap to read and differ when something did."""

from django.db.models import Count, Max, Q, Sum

from arena.models import Battle, Endpoint, EndpointLook, Finding, FindingDecision, Vote
from arena.queries.rates import UNDER_WAY

Pulse = tuple[object, ...]


def pulse() -> Pulse:
    """Differs from the last one when a battle, vote, finding or look came or a battle went on."""
    running = Battle.objects.filter(state__in=UNDER_WAY).values_list("state").annotate(many=Count("pk"))
    endpoints = Endpoint.objects.aggregate(
        failures=Sum("failures"),
        enabled=Count("pk", filter=Q(enabled=True)),
        resting=Count("pk", filter=Q(resting=True)),
    )
    return (
        *sorted(running.order_by()),
        *(table.objects.aggregate(last=Max("pk"))["last"] for table in (Battle, Vote, EndpointLook, FindingDecision)),
        *endpoints.values(),
        Finding.objects.aggregate(last=Max("renewed_at"))["last"],
    )
