"""Battles, their turns and the two completions of each turn."""

from django.db import models

from arena.models.entrant import Entrant
from arena.models.pool import Pool
from arena.models.refs import new_ref
from arena.rules.lifecycle import State, VoidReason

STATES = [(state.value, state.value) for state in State]
VOID_REASONS = [(reason.value, reason.value) for reason in VoidReason]
SIDES = [("a", "a"), ("b", "b")]


class Battle(models.Model):
    """Two entrants under one voter's prompts. `state` moves only by `arena.rules.lifecycle.TABLE`."""

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="battles")
    voter_ref = models.CharField(max_length=64)
    entrant_a = models.ForeignKey(Entrant, on_delete=models.PROTECT, related_name="+")
    entrant_b = models.ForeignKey(Entrant, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=STATES, default=State.DRAWN)
    void_reason = models.CharField(max_length=20, choices=VOID_REASONS, blank=True)
    language = models.CharField(max_length=8, default="ko")
    # What the first prompt is about (arena.rules.topics); empty where nobody looked.
    topic = models.CharField(max_length=20, blank=True)
    simulated = models.BooleanField(default=False)
    # A prompt asked who answers: the vote will be kept and will not count.
    probed = models.BooleanField(default=False)
    # How the answers look, summed over the turns: a list of style_features.FEATURES for each side.
    style = models.JSONField(default=list, blank=True)
    turn_count = models.PositiveSmallIntegerField(default=1)
    drawn_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in State]), name="battle_state_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(entrant_a=models.F("entrant_b")), name="battle_is_of_two_entrants"
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.VOID) ^ models.Q(void_reason=""),
                name="void_battles_have_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["voter_ref", "-drawn_at"], name="battles_of_a_voter"),
            # Organisers' lists; the void ones are few among many.
            models.Index(fields=["pool", "-drawn_at", "-id"], name="battles_of_a_pool"),
            models.Index(
                fields=["pool", "-drawn_at", "-id"],
                name="void_battles_of_a_pool",
                condition=models.Q(state=State.VOID.value),
            ),
            # The sweep looks only at battles that have not ended.
            models.Index(
                fields=["state"],
                name="battles_under_way",
                condition=models.Q(state__in=[State.DRAWN.value, State.STREAMING.value, State.READY.value]),
            ),
        ]


class Turn(models.Model):
    """One prompt to both sides. The newest turn is the one that the battle's state speaks of."""

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    battle = models.ForeignKey(Battle, on_delete=models.CASCADE, related_name="turns")
    number = models.PositiveSmallIntegerField()
    prompt = models.TextField()
    # Kinds of personal data that were masked in the prompt; what they were is kept nowhere.
    masked = models.JSONField(default=list, blank=True)
    opened_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    # The worker that runs the turn renews this; a turn whose beat is old has lost its worker.
    beat_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["battle", "number"], name="one_turn_per_number")]


class Completion(models.Model):
    """One side's answer in one turn: `raw_text` as the endpoint sent it, `shown_text` as the voter saw it."""

    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="completions")
    side = models.CharField(max_length=1, choices=SIDES)
    raw_text = models.TextField(blank=True)
    shown_text = models.TextField(blank=True)
    finish_reason = models.CharField(max_length=20, blank=True)
    # For the organisers' console only: never part of any page or frame before the vote.
    failure = models.CharField(max_length=40, blank=True)
    first_token_ms = models.PositiveIntegerField(null=True, blank=True)
    total_ms = models.PositiveIntegerField(null=True, blank=True)
    concealed = models.PositiveIntegerField(default=0)
    # How the answer came to the release (arena.rules.blindness.pace.Arrival), and in how many ticks it was waited for.
    began_seconds = models.FloatField(null=True, blank=True)
    kept_bytes_per_second = models.FloatField(null=True, blank=True)
    late_ticks = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["turn", "side"], name="one_completion_per_side"),
            models.CheckConstraint(condition=models.Q(side__in=["a", "b"]), name="side_is_a_or_b"),
        ]
