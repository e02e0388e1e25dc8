"""Teams, the organisations in them, their emblems, and the entrants they field."""

from django.db import models

from arena.models import Entrant
from arena.models.refs import new_ref


class Team(models.Model):
    """A consortium: one lead organisation, many participating ones. Every change raises `revision` by one."""

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    revision = models.PositiveIntegerField(default=1)
    name_ko = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    # A path below static/, such as emblems/k-ai.svg, for the emblems that come with the site; empty for none.
    emblem = models.CharField(max_length=200, blank=True)
    description_ko = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    # What the team, its organisations and its entrants are called, aliases too, by kind
    # (arena.rules.blindness.identities): masked in the answers of every stage that it takes part in.
    names = models.JSONField(default=dict, blank=True)


class Emblem(models.Model):
    """A team's uploaded emblem, re-encoded. A few kilobytes: kept beside the team, so that one backup has all."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="uploaded_emblem")
    png = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    uploaded_at = models.DateTimeField()


class Organisation(models.Model):
    """A company, university or institute in a team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="organisations")
    name_ko = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    is_lead = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["team"], condition=models.Q(is_lead=True), name="one_lead_per_team")
        ]


class Fielding(models.Model):
    """Which team fields which entrant, under which public name; what exactly it is, and under which licence."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="fieldings")
    entrant = models.OneToOneField(Entrant, on_delete=models.PROTECT, related_name="fielding")
    slug = models.SlugField(max_length=60, unique=True)
    revision = models.PositiveIntegerField(default=1)
    name_ko = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    version = models.CharField(max_length=60, blank=True)
    # SHA-256 of the weights as the team declares it; empty where the team keeps it to itself.
    weights_sha256 = models.CharField(max_length=64, blank=True)
    licence = models.TextField(blank=True)
