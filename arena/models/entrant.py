"""Entrants (frozen versions that teams field) and the endpoints that serve them."""

from django.db import models

from arena.models.refs import new_ref

CONTEXT_TOKENS = 16_384


class Entrant(models.Model):
    """One frozen version. A team's new version is a new entrant."""

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    name = models.CharField(max_length=100, unique=True)
    is_reference = models.BooleanField(default=False)
    enrolled_at = models.DateTimeField(auto_now_add=True)


class Endpoint(models.Model):
    """One replica that serves an entrant over the OpenAI-compatible protocol."""

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    entrant = models.ForeignKey(Entrant, on_delete=models.PROTECT, related_name="endpoints")
    base_url = models.URLField(max_length=300)
    served_name = models.CharField(max_length=100)
    # The name of an environment variable: the key itself is never stored.
    api_key_variable = models.CharField(max_length=100, blank=True)
    # How many tokens of a conversation, with its answer, the team says that the server takes.
    context_tokens = models.PositiveIntegerField(default=CONTEXT_TOKENS)
    enabled = models.BooleanField(default=True)
    # What the newest looks told: failures in a row, and how busy it was (NULL where it does not tell).
    failures = models.PositiveIntegerField(default=0)
    looked_at = models.DateTimeField(null=True, blank=True)
    running = models.FloatField(null=True, blank=True)
    waiting = models.FloatField(null=True, blank=True)
    # The circuit breaker (arena.inference.choice.Breaker) that battles' failures open; empty when nothing is wrong.
    # While it is open the endpoint rests: its entrant is not drawn for its sake.
    breaker = models.JSONField(default=dict, blank=True)
    resting = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entrant", "base_url"], name="one_endpoint_per_address"),
        ]


class EndpointLook(models.Model):
    """One look at an endpoint's health, kept for a day. `problem` is empty when it was well."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="looks")
    looked_at = models.DateTimeField()
    problem = models.CharField(max_length=40, blank=True)
    running = models.FloatField(null=True, blank=True)
    waiting = models.FloatField(null=True, blank=True)
    cache_used = models.FloatField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["endpoint", "-looked_at"], name="looks_of_an_endpoint")]
