"""Teams, the organisations in them, and the entrants they field."""

from django.db import models

from arena.models import Entrant
from arena.models.refs import new_ref


class Team(models.Model):
    """A consortium: one lead organisation, many participating ones."""

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    name_ko = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    # A path below static/, such as emblems/k-ai.svg; empty for a team without the emblem.
    emblem = models.CharField(max_length=200, blank=True)
    description_ko = models.TextField(blank=True)
    description_en = models.TextField(blank=True)


class Organisation(models.Model):
    """A company, university or institute in a team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="organisations")
    name_ko = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    is_lead = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team"], condition=models.Q(is_lead=True), name="one_lead_per_team")
        ]


class Fielding(models.Model):
    """Which team fields which entrant, under which public name."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="fieldings")
    entrant = models.OneToOneField(Entrant, on_delete=models.PROTECT, related_name="fielding")
    name_ko = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
