"""What the API says of published standings, field by field."""

from rest_framework import serializers as s

from contest.api.serializers import KIND, KINDS, Plain


class StandingHeadSerializer(Plain):
    """A published standing in a list."""

    stage = s.CharField()
    stage_kind = s.ChoiceField(choices=KINDS, source="kind", help_text=KIND)
    number = s.IntegerField(help_text="1 for a stage's first; a corrected standing has the next number.")
    published_at = s.DateTimeField()
    snapshot_number = s.IntegerField(
        allow_null=True, help_text="The board that the citizens' points come from; null where they weigh nothing."
    )
    sha256 = s.CharField(help_text="Of the file's bytes.")
    file = s.CharField(help_text="A path on this site: the standing as a file that never changes.")


class RangedSerializer(Plain):
    """Points from 0 to 100, as text in hundredths, and between which two they lie."""

    value = s.DecimalField(max_digits=5, decimal_places=2)
    lower = s.DecimalField(max_digits=5, decimal_places=2)
    upper = s.DecimalField(max_digits=5, decimal_places=2)


class ResultSerializer(RangedSerializer):
    """An entrant's points in one evaluation."""

    source = s.CharField(allow_blank=True, help_text="Where they come from; empty for the citizens' points.")  # type: ignore[assignment]  # fields leave the class


class GateSerializer(Plain):
    """A condition beside the points."""

    slug = s.CharField()
    name_ko = s.CharField()
    name_en = s.CharField()


class JudgedSerializer(Plain):
    """What a gate said of an entrant."""

    passed = s.BooleanField()
    reason = s.CharField()


class PlaceSerializer(Plain):
    """An entrant's place."""

    entrant = s.CharField(help_text="The entrant's slug.")
    entrant_ko = s.CharField()
    entrant_en = s.CharField()
    team_ko = s.CharField()
    team_en = s.CharField()
    rank = s.IntegerField(allow_null=True, help_text="Null for who has none.")
    rank_low = s.IntegerField(allow_null=True, help_text="The best that the ranges of the totals allow.")
    rank_high = s.IntegerField(allow_null=True, help_text="The worst.")
    total = RangedSerializer(allow_null=True, help_text="The weighted sum; null where points are missing.")
    points = s.DictField(child=ResultSerializer(), help_text="By evaluation.")
    gates = s.DictField(child=JudgedSerializer(), help_text="By the gate's slug.")
    out = s.BooleanField(help_text="Whether a gate was failed.")
    left_out = s.CharField(
        allow_blank=True, help_text="Why it has no rank though it failed no gate: it has no citizens' points."
    )


class SnapshotOfStandingSerializer(Plain):
    """The board that the citizens' points come from."""

    ref = s.CharField()
    number = s.IntegerField()


class StandingSerializer(StandingHeadSerializer):
    """A published standing; it never changes."""

    terms_sha256 = s.CharField(allow_blank=True)
    snapshot = SnapshotOfStandingSerializer(allow_null=True)
    weights = s.DictField(child=s.IntegerField(), help_text="Points out of 100 by evaluation.")
    gates = GateSerializer(many=True)
    places = PlaceSerializer(many=True, help_text="The best first, then those left out, those that failed a gate last.")
