"""Votes become tallies: each counted vote is in every slice it belongs to, once, and a voided one is taken out again.

Folds of one pool are numbered and follow one another. A fold marks its votes in the transaction that counts them, so a
crash leaves both done or neither, and any number of workers may fold.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import orjson
from django.db import transaction
from django.db.models import F, QuerySet

from arena.models import Pool, Tally, Vote
from arena.models.vote import TO_FOLD, TO_NOTE, TO_TAKE_OUT
from arena.rules.outcome import Outcome, swapped
from arena.rules.ratings.slices import ALL, slices_of
from arena.rules.ratings.tally import PairTally

FOLD_AT_MOST = 5000
COLUMNS = {
    Outcome.A_BETTER: "a_wins",
    Outcome.B_BETTER: "b_wins",
    Outcome.TIE: "ties",
    Outcome.BOTH_BAD: "both_bads",
}
SLICING = ("battle__language", "battle__topic", "battle__turn_count", "voter_group")
Step = tuple[str, int, int, str]
"""Slice, the pair's smaller and larger key, and the column that changes."""


@transaction.atomic
def fold_votes(pool_ref: str) -> int:
    """Count votes that are in no tally and take out those voided since; returns how many changed.

    Votes that are void already are noted with the same fold; alone they make none, since no tally follows from them.
    """
    pool = Pool.objects.select_for_update().get(ref=pool_ref)
    votes = Vote.objects.filter(battle__pool=pool)
    new, gone = _take(votes.filter(TO_FOLD)), _take(votes.filter(TO_TAKE_OUT))
    if not new and not gone:
        return 0
    pool.folds += 1
    pool.save(update_fields=["folds"])
    _keep_earlier_folds([pk for pk, *_ in new])
    Vote.objects.filter(pk__in=[pk for pk, *_ in new]).update(fold=pool.folds, void_fold=None)
    Vote.objects.filter(pk__in=[pk for pk, *_ in gone]).update(void_fold=pool.folds)
    votes.filter(TO_NOTE).update(fold=pool.folds, void_fold=pool.folds)
    steps = _steps(new)
    steps.subtract(_steps(gone))
    _apply(pool, steps)
    return len(new) + len(gone)


def _keep_earlier_folds(keys: list[int]) -> None:
    """Votes whose void was undone were counted before: old snapshots still need to know when."""
    for vote in Vote.objects.filter(pk__in=keys, void_fold__isnull=False):
        vote.earlier_folds = [*vote.earlier_folds, [vote.fold, vote.void_fold]]
        vote.save(update_fields=["earlier_folds"])


def _take(votes: "QuerySet[Vote]") -> list[tuple[Any, ...]]:
    columns = ("pk", "battle__entrant_a", "battle__entrant_b", "outcome", *SLICING)
    return list(votes.order_by("pk").values_list(*columns)[:FOLD_AT_MOST])


def _steps(votes: Iterable[Sequence[Any]]) -> Counter[Step]:
    steps: Counter[Step] = Counter()
    for _pk, a, b, said, language, topic, turns, voters in votes:
        outcome = Outcome(said)
        if a > b:
            a, b, outcome = b, a, swapped(outcome)
        for name in slices_of(language=language, topic=topic, turns=turns, voters=voters):
            steps[name, a, b, COLUMNS[outcome]] += 1
    return steps


def _apply(pool: Pool, steps: Counter[Step]) -> None:
    tallies = {(row.slice, row.entrant_a_id, row.entrant_b_id): row for row in pool.tallies.all()}
    missing = {step[:3] for step in steps} - tallies.keys()
    made = [Tally(pool=pool, slice=name, entrant_a_id=a, entrant_b_id=b) for name, a, b in sorted(missing)]
    for row in Tally.objects.bulk_create(made):
        tallies[row.slice, row.entrant_a_id, row.entrant_b_id] = row
    changed: dict[int, dict[str, object]] = {}
    for (name, a, b, column), count in steps.items():
        if count:
            changed.setdefault(tallies[name, a, b].pk, {})[column] = F(column) + count
    for pk, columns in changed.items():
        Tally.objects.filter(pk=pk).update(**columns)


def read_tallies(pool: Pool, name: str = ALL) -> list[PairTally]:
    """The tallies of one slice by entrant ref, in a fixed order."""
    return tallies_by_slice(pool).get(name, [])


def tallies_by_slice(pool: Pool) -> dict[str, list[PairTally]]:
    """All tallies of a pool, by slice, each in a fixed order."""
    found: dict[str, list[PairTally]] = {}
    for row in pool.tallies.select_related("entrant_a", "entrant_b"):
        a, b, a_wins, b_wins = row.entrant_a.ref, row.entrant_b.ref, row.a_wins, row.b_wins
        if a > b:
            a, b, a_wins, b_wins = b, a, b_wins, a_wins
        found.setdefault(row.slice, []).append(PairTally(a, b, a_wins, b_wins, row.ties, row.both_bads))
    return {name: sorted(tallies, key=lambda tally: (tally.a, tally.b)) for name, tallies in sorted(found.items())}


def tallies_digest(tallies: Sequence[PairTally]) -> str:
    """SHA-256 of the tallies as JSON lists in their fixed order."""
    return hashlib.sha256(orjson.dumps([list(asdict(tally).values()) for tally in tallies])).hexdigest()
