"""Stages (the dated phases of the contest) and the entrants in them."""

from django.db import models

from arena.models import Pool
from contest.models.team import Fielding
from contest.rules.stages import StageState
from contest.rules.stages_terms import Release, Voters

STATES = [(state.value, state.value) for state in StageState]
VOTERS = [(voters.value, voters.value) for voters in Voters]
RELEASES = [(release.value, release.value) for release in Release]


class Stage(models.Model):
    """A dated phase with its terms. Its pool is the engine's half: who may meet, under which conditions.

    `state` moves only by `contest.rules.stages.TABLE`; every act on a stage raises `revision` by one.
    """

    class Kind(models.TextChoices):
        """A rehearsal says so on every page, and its votes decide nothing; an archive's votes were cast elsewhere."""

        CONTEST = "contest"
        REHEARSAL = "rehearsal"
        ARCHIVE = "archive"

    slug = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.CONTEST)
    pool = models.OneToOneField(Pool, on_delete=models.PROTECT, related_name="stage")
    state = models.CharField(max_length=10, choices=STATES, default=StageState.DRAFT)
    revision = models.PositiveIntegerField(default=1)

    # The terms: the fields of contest.rules.stages_terms.StageTerms, by the same names.
    name_ko = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    rules_ko = models.TextField(blank=True)
    rules_en = models.TextField(blank=True)
    voters = models.CharField(max_length=10, choices=VOTERS, default=Voters.EVERYONE)
    votes_per_day = models.PositiveIntegerField(null=True, blank=True)
    votes_per_stage = models.PositiveIntegerField(null=True, blank=True)
    least_seconds = models.PositiveIntegerField(default=0)
    probes_count = models.BooleanField(default=False)
    max_turns = models.PositiveSmallIntegerField(default=5)
    min_votes = models.PositiveIntegerField(default=30)
    release = models.CharField(max_length=10, choices=RELEASES, default=Release.AT_ONCE)
    system_prompt = models.TextField(blank=True)
    temperature = models.FloatField(default=0.7)
    top_p = models.FloatField(default=0.95)
    max_tokens = models.PositiveIntegerField(default=1024)
    texts_kept_days = models.PositiveIntegerField(default=365)
    topics = models.JSONField(default=list, blank=True)
    weights = models.JSONField(default=dict, blank=True)
    gates = models.JSONField(default=list, blank=True)

    # What publishing froze. `terms` keeps the frozen terms themselves, so that the digest can be checked.
    rules_sha256 = models.CharField(max_length=64, blank=True)
    terms = models.JSONField(null=True, blank=True)
    terms_sha256 = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    finalised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_at__lt=models.F("closes_at")), name="stage_opens_before_it_closes"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in StageState]), name="stage_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=StageState.DRAFT) | models.Q(published_at__isnull=False),
                name="stage_beyond_draft_was_published",
            ),
        ]


class Entry(models.Model):
    """An entrant's place in a stage. At the opening, or later when it enters late, what it is gets frozen."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="entries")
    fielding = models.ForeignKey(Fielding, on_delete=models.PROTECT, related_name="entries")
    entered_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    frozen = models.JSONField(null=True, blank=True)
    frozen_sha256 = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal = models.CharField(max_length=500, blank=True)
    # Why a standing gives it no rank although it failed no gate: it has no points of the citizens' evaluation.
    left_out = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stage", "fielding"], name="one_entry_per_stage")]
