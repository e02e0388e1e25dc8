"""Texts of people are erased; the battle, its vote and all that ratings are made of stay."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from arena.models import Completion, Turn, Vote, VoterTrait
from arena.rules.lifecycle import TERMINAL

HAS_TEXT = ~Q(prompt="")


def erase_turns(turns: "QuerySet[Turn]") -> int:
    """Empty the prompts of these turns and both sides' answers; returns how many prompts were emptied."""
    keys = list(turns.filter(HAS_TEXT).values_list("pk", flat=True))
    Completion.objects.filter(turn__in=keys).update(raw_text="", shown_text="")
    return Turn.objects.filter(pk__in=keys).update(prompt="", masked=[])


@transaction.atomic
def erase_texts(pool_ref: str, opened_before: datetime, at_most: int) -> int:
    """Erase prompts, answers and comments of a pool's ended battles; returns how many prompts, 0 once all is done.

    `opened_before`: turns opened later are left. Call it again while it returns something: a portion is a transaction.
    """
    due = Turn.objects.filter(
        HAS_TEXT, battle__pool__ref=pool_ref, battle__state__in=TERMINAL, opened_at__lt=opened_before
    )
    keys = list(due.order_by("pk").values_list("pk", flat=True)[:at_most])
    Vote.objects.filter(battle__turns__in=keys).exclude(comment="").update(comment="")
    return erase_turns(Turn.objects.filter(pk__in=keys))


def forget_traits_before(noted_before: datetime) -> int:
    """Delete what was noted about voters before then; returns how many notes."""
    return VoterTrait.objects.filter(noted_at__lt=noted_before).delete()[0]
