"""A pool's pace follows its slowest entrant: measured by the newest answers, by checks before there are any."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from arena.models import Battle, Completion, Pool, PoolEntrant
from arena.queries.paces import checked_arrivals, pace_of
from arena.rules.blindness.pace import Arrival, Pace, common_pace, usual

NEWEST_BATTLES = 400
"""So many are looked at, so that a busy pool is not read far back."""
ANSWERS = 40
"""The newest so many of each entrant are measured: a server that slows down is noticed within minutes of battles."""
ENOUGH = 5


@dataclass(frozen=True)
class _Measured:
    arrival: Arrival
    was_late: bool


@transaction.atomic
def measure_pace(pool_ref: str, liveliest: Pace) -> Pace | None:
    """Set the pace of a pool anew; None while nothing is known of its entrants. Never livelier than `liveliest`."""
    pool = Pool.objects.select_for_update().get(ref=pool_ref)
    places = list(pool.places.filter(withdrawn_at=None).select_related("entrant").order_by("pk"))
    newest = _newest_answers(pool)
    checked = checked_arrivals([place.entrant.ref for place in places])
    known = []
    for place in places:
        _measure(place, newest[place.entrant_id])
        if place.began_seconds is not None and place.kept_bytes_per_second is not None:
            known.append(Arrival(place.began_seconds, place.kept_bytes_per_second))
        elif place.entrant.ref in checked:
            known.append(checked[place.entrant.ref])
    if not known:
        return None
    pace = common_pace(known, liveliest, pace_of(pool))
    pool.release_bytes_per_second, pool.release_hold_seconds = pace.bytes_per_second, pace.hold_seconds
    pool.save(update_fields=["release_bytes_per_second", "release_hold_seconds"])
    return pace


def _measure(place: PoolEntrant, answers: Sequence[_Measured]) -> None:
    """Renew a place's figures; too few answers leave them as they were."""
    if len(answers) < ENOUGH:
        return
    found = usual([one.arrival for one in answers])
    place.began_seconds, place.kept_bytes_per_second = found.began_seconds, found.bytes_per_second
    place.late_share = sum(one.was_late for one in answers) / len(answers)
    place.save(update_fields=["began_seconds", "kept_bytes_per_second", "late_share"])


def _newest_answers(pool: Pool) -> defaultdict[int, list[_Measured]]:
    """The newest answers of each entrant, by its key."""
    battles = Battle.objects.filter(pool=pool).order_by("-drawn_at", "-id").values_list("pk", flat=True)
    rows = Completion.objects.filter(turn__battle__in=list(battles[:NEWEST_BATTLES])).exclude(began_seconds=None)
    names = ("side", "turn__battle__entrant_a", "turn__battle__entrant_b")
    figures = ("began_seconds", "kept_bytes_per_second", "late_ticks")
    found: defaultdict[int, list[_Measured]] = defaultdict(list)
    for side, a, b, began, kept, late in rows.order_by("-turn__completed_at", "-pk").values_list(*names, *figures):
        answers = found[a if side == "a" else b]
        if len(answers) < ANSWERS:
            answers.append(_Measured(Arrival(began, kept), late > 0))
    return found
