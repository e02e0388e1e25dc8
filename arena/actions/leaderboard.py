"""Votes become tallies, tallies become published snapshots."""

import hashlib
from collections import Counter
from dataclasses import asdict
from datetime import datetime

import orjson
from django.db import transaction
from django.db.models import F

from arena.models import LeaderboardSnapshot, Pool, Tally, Vote
from arena.rules.outcome import Outcome, swapped
from arena.rules.ratings import PairTally, rate

FOLD_AT_MOST = 5000
COLUMNS = {
    Outcome.A_BETTER: "a_wins",
    Outcome.B_BETTER: "b_wins",
    Outcome.TIE: "ties",
    Outcome.BOTH_BAD: "both_bads",
}


@transaction.atomic
def fold_votes(pool_ref: str) -> int:
    """Add votes that are in no tally yet, each exactly once; returns how many.

    The pool's row is locked, so folds follow one another; the votes are marked in the transaction that counts them,
    so a crash leaves both done or neither.
    """
    pool = Pool.objects.select_for_update().get(ref=pool_ref)
    votes = list(
        Vote.objects.filter(battle__pool=pool, fold=None, voided_at=None)
        .order_by("pk")
        .values_list("pk", "battle__entrant_a", "battle__entrant_b", "outcome")[:FOLD_AT_MOST]
    )
    if not votes:
        return 0
    pool.folds += 1
    pool.save(update_fields=["folds"])
    Vote.objects.filter(pk__in=[pk for pk, *_ in votes]).update(fold=pool.folds)
    for (a, b, column), count in _steps(votes).items():
        tally, _ = Tally.objects.get_or_create(pool=pool, entrant_a_id=a, entrant_b_id=b)
        Tally.objects.filter(pk=tally.pk).update(**{column: F(column) + count})
    return len(votes)


def _steps(votes: list[tuple[int, int, int, str]]) -> Counter[tuple[int, int, str]]:
    steps: Counter[tuple[int, int, str]] = Counter()
    for _pk, a, b, said in votes:
        outcome = Outcome(said)
        if a > b:
            a, b, outcome = b, a, swapped(outcome)
        steps[a, b, COLUMNS[outcome]] += 1
    return steps


def read_tallies(pool: Pool) -> list[PairTally]:
    """The pool's tallies by entrant ref, in a fixed order."""
    rows = pool.tallies.select_related("entrant_a", "entrant_b")
    tallies = []
    for row in rows:
        a, b, a_wins, b_wins = row.entrant_a.ref, row.entrant_b.ref, row.a_wins, row.b_wins
        if a > b:
            a, b, a_wins, b_wins = b, a, b_wins, a_wins
        tallies.append(PairTally(a, b, a_wins, b_wins, row.ties, row.both_bads))
    return sorted(tallies, key=lambda tally: (tally.a, tally.b))


def tallies_digest(tallies: list[PairTally]) -> str:
    """SHA-256 of the tallies as JSON lists in their fixed order."""
    return hashlib.sha256(orjson.dumps([list(asdict(tally).values()) for tally in tallies])).hexdigest()


@transaction.atomic
def publish_snapshot(pool_ref: str, now: datetime) -> int | None:
    """Rate the tallies and keep the result as the next snapshot; its number, or None when nothing is new."""
    pool = Pool.objects.select_for_update().get(ref=pool_ref)
    last = pool.snapshots.order_by("-number").first()
    if last is not None and last.watermark == pool.folds:
        return None
    tallies = read_tallies(pool)
    places = dict(pool.places.values_list("entrant__ref", "entrant__is_reference"))
    competing = {entrant for entrant, is_reference in places.items() if not is_reference}
    board = rate(tallies, min_votes=pool.min_votes, competing=competing, entrants=places)
    snapshot = LeaderboardSnapshot.objects.create(
        pool=pool,
        number=last.number + 1 if last else 1,
        published_at=now,
        watermark=pool.folds,
        votes=sum(t.a_wins + t.b_wins + t.ties + t.both_bads for t in tallies),
        void_votes=Vote.objects.filter(battle__pool=pool).exclude(voided_at=None).count(),
        estimator=board.estimator,
        anchor=board.anchor,
        tallies_sha256=tallies_digest(tallies),
        rows=[asdict(row) for row in board.rows],
    )
    return snapshot.number
