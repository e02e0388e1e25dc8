"""What the API says, field by field. Its descriptions stand in the OpenAPI document."""

from typing import Any

from rest_framework import serializers as s

from arena.queries.exports import DATA, FORMATS
from contest.queries.exports import EXPORTS
from contest.rules.stages import StageState
from contest.rules.stages_terms import Release, Voters

STATES = [state.value for state in StageState if state is not StageState.DRAFT]
KINDS = ["contest", "rehearsal", "archive"]
EXPORT_STATES = ["waiting", "running", "done", "failed", "replaced", "withdrawn"]

KIND = "A rehearsal decides nothing, and an archive's votes were cast elsewhere."


class Plain(s.Serializer[Any]):
    """Reads attributes of frozen dataclasses; writes nothing."""


class EntrySerializer(Plain):
    """An entrant's place in a stage."""

    entrant = s.CharField(source="entrant_slug", help_text="The entrant's slug: the name in exported files.")
    team = s.CharField(source="team_slug")
    name_ko = s.CharField()
    name_en = s.CharField()
    version = s.CharField(allow_blank=True)
    is_reference = s.BooleanField(help_text="It competes for nothing and gives the yardstick.")
    is_late = s.BooleanField()
    entered_at = s.DateTimeField()
    withdrawn_at = s.DateTimeField(allow_null=True)
    frozen_sha256 = s.CharField(allow_blank=True, help_text="What was frozen at the opening; empty before.")


class StageSerializer(Plain):
    """A published stage."""

    slug = s.CharField()
    kind = s.ChoiceField(choices=KINDS, help_text=KIND)
    state = s.ChoiceField(choices=STATES)
    name_ko = s.CharField(source="terms.name_ko")
    name_en = s.CharField(source="terms.name_en")
    opens_at = s.DateTimeField(source="terms.opens_at")
    closes_at = s.DateTimeField(source="terms.closes_at")
    voters = s.ChoiceField(source="terms.voters", choices=list(Voters), help_text="Whose votes count.")
    votes_per_day = s.IntegerField(source="terms.votes_per_day", allow_null=True)
    votes_per_stage = s.IntegerField(source="terms.votes_per_stage", allow_null=True)
    max_turns = s.IntegerField(source="terms.max_turns")
    min_votes = s.IntegerField(source="terms.min_votes", help_text="Entrants with fewer votes are not rated.")
    release = s.ChoiceField(source="terms.release", choices=list(Release), help_text="When boards are shown.")
    rules_sha256 = s.CharField(allow_blank=True)
    terms_sha256 = s.CharField(allow_blank=True)
    published_at = s.DateTimeField(allow_null=True)
    opened_at = s.DateTimeField(allow_null=True)
    closed_at = s.DateTimeField(allow_null=True)
    finalised_at = s.DateTimeField(allow_null=True)
    entries = EntrySerializer(many=True)


class RulesSerializer(Plain):
    """A stage's rules. The digest is SHA-256 of the Korean text, one NUL and the English text, in UTF-8."""

    stage = s.CharField(source="slug")
    rules_ko = s.CharField(source="terms.rules_ko", allow_blank=True)
    rules_en = s.CharField(source="terms.rules_en", allow_blank=True)
    rules_sha256 = s.CharField(allow_blank=True)
    published_at = s.DateTimeField(allow_null=True)


class OrganisationSerializer(Plain):
    """A company, university or institute."""

    name_ko = s.CharField(allow_blank=True)
    name_en = s.CharField(allow_blank=True)


class EntrantSerializer(Plain):
    """One frozen version that a team fields."""

    slug = s.CharField()
    name_ko = s.CharField()
    name_en = s.CharField()
    version = s.CharField(allow_blank=True)
    weights_sha256 = s.CharField(allow_blank=True)
    licence = s.CharField(allow_blank=True)
    is_reference = s.BooleanField()
    stages = s.ListField(child=s.CharField(), help_text="The stages that it is or was in.")


class TeamSerializer(Plain):
    """A consortium."""

    slug = s.CharField()
    name_ko = s.CharField()
    name_en = s.CharField()
    description_ko = s.CharField(allow_blank=True)
    description_en = s.CharField(allow_blank=True)
    lead = OrganisationSerializer()
    participants = OrganisationSerializer(many=True)
    emblem = s.CharField(allow_blank=True, help_text="A path on this site; empty without an uploaded emblem.")
    entrants = EntrantSerializer(many=True)


class SnapshotHeadSerializer(Plain):
    """A published board in a list."""

    ref = s.CharField()
    stage = s.CharField()
    stage_kind = s.ChoiceField(choices=KINDS, help_text=KIND)
    number = s.IntegerField()
    published_at = s.DateTimeField()
    votes = s.IntegerField()
    tallies_sha256 = s.CharField()


class BoardRowSerializer(Plain):
    """One entrant on a board; `lower` and `upper` are its 95 % interval, in points."""

    entrant = s.CharField()
    rating = s.FloatField(allow_null=True)
    lower = s.FloatField(allow_null=True)
    upper = s.FloatField(allow_null=True)
    rank = s.IntegerField(allow_null=True)
    rank_low = s.IntegerField(allow_null=True)
    rank_high = s.IntegerField(allow_null=True)
    votes = s.IntegerField()
    wins = s.IntegerField()
    ties = s.IntegerField()
    losses = s.IntegerField()
    rated = s.BooleanField()


class BoardSerializer(SnapshotHeadSerializer):
    """A published board; it never changes."""

    watermark = s.IntegerField(help_text="The last fold of votes that it counts.")
    void_votes = s.IntegerField()
    min_votes = s.IntegerField()
    estimator = s.CharField()
    anchor = s.FloatField(help_text="The mean of the competing entrants' ratings.")
    rows = BoardRowSerializer(many=True)


class ColumnSerializer(Plain):
    """A column of a file."""

    name = s.CharField()
    type = s.CharField()
    meaning = s.CharField()


class FileSerializer(Plain):
    """A file of open data."""

    ref = s.CharField()
    stage = s.CharField(source="stage_slug")
    data = s.ChoiceField(choices=DATA)  # type: ignore[assignment]  # fields leave the class
    format = s.ChoiceField(choices=FORMATS)
    file_name = s.CharField()
    until = s.DateTimeField(allow_null=True, help_text="What happened before this instant is in it.")
    watermark = s.IntegerField(allow_null=True, help_text="The last fold of votes that it shows, as a board's own.")
    finished_at = s.DateTimeField(allow_null=True)
    rows = s.IntegerField()
    size = s.IntegerField(help_text="In bytes.")
    sha256 = s.CharField(allow_blank=True)
    licence = s.CharField(allow_blank=True)
    columns = ColumnSerializer(many=True)


class ExportSerializer(FileSerializer):
    """A file as organisers see it, also while it is being made."""

    data = s.ChoiceField(choices=EXPORTS)
    public = s.BooleanField()
    state = s.ChoiceField(choices=EXPORT_STATES)
    rows_expected = s.IntegerField()
    requested_at = s.DateTimeField()
    requested_by = s.CharField(allow_blank=True)
    problem = s.CharField(allow_blank=True)


class ExportRequestSerializer(Plain):
    """A file that is to be made."""

    stage = s.CharField(max_length=40)
    data = s.ChoiceField(choices=EXPORTS)  # type: ignore[assignment]  # fields leave the class
    format = s.ChoiceField(choices=FORMATS)
    public = s.BooleanField(default=False, help_text="With pseudonyms, for everybody; else the organisers' own.")


class EndpointSerializer(Plain):
    """One replica's health."""

    ref = s.CharField()
    entrant = s.CharField()
    enabled = s.BooleanField()
    is_up = s.BooleanField()
    failures = s.IntegerField()
    looked_at = s.DateTimeField(allow_null=True)


class MonitoringSerializer(Plain):
    """A stage at this moment."""

    stage = s.CharField()
    state = s.ChoiceField(choices=STATES)
    battles_under_way = s.IntegerField()
    votes = s.IntegerField()
    votes_unfolded = s.IntegerField(help_text="Votes that the newest board does not show yet.")
    unrated = s.ListField(child=s.CharField(), help_text="Entrants that the newest board does not rate.")
    endpoints = EndpointSerializer(many=True)
