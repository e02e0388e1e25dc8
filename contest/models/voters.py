"""Who among the voters is special: members and networks of teams, the panel, and people who left."""

from django.db import models

from arena.models.refs import new_ref
from contest.models.citizen import Citizen
from contest.models.stage import Stage
from contest.models.team import Team


class TeamMember(models.Model):
    """A sign-in that belongs to somebody of a team. Their votes never count, also under a new account."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    sign_in_ref = models.CharField(max_length=64)
    # The person said so; else an organiser did.
    by_themselves = models.BooleanField(default=False)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "sign_in_ref"], name="one_declaration_per_member")]


class TeamNetwork(models.Model):
    """Addresses of a team, such as 192.0.2.0/24. Votes from there never count."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="networks")
    cidr = models.CharField(max_length=43)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "cidr"], name="one_declaration_per_network")]


class PanelSeat(models.Model):
    """A place on a stage's panel. Whoever was chosen gets the code, and takes the seat with it once."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="seats")
    code = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    stratum = models.CharField(max_length=20)
    citizen = models.ForeignKey(Citizen, on_delete=models.SET_NULL, null=True, related_name="seats")
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "citizen"], name="one_seat_per_person", condition=models.Q(citizen__isnull=False)
            )
        ]


class PastSignIn(models.Model):
    """Somebody deleted their account: a new one gets no new counted votes in stages that had opened before."""

    sign_in_ref = models.CharField(max_length=64, unique=True)
    left_at = models.DateTimeField()
