"""Up to which fold a file tells the truth: when later folds changed something, there is a newer truth to write."""

from django.db.models import Max

from arena.models import LeaderboardSnapshot, Pool
from arena.queries.exports.columns import Data


def watermark(pool_ref: str, data: Data) -> int:
    """The last fold that a file written now would show, 0 before the first. Raises Pool.DoesNotExist.

    Asked before the rows are read: what is voided meanwhile is folded later and has a higher number.
    """
    if data is Data.SNAPSHOTS:
        # A snapshot may come out some time after the fold that it shows.
        found = LeaderboardSnapshot.objects.filter(pool__ref=pool_ref).aggregate(newest=Max("watermark"))
        return found["newest"] or 0
    return Pool.objects.values_list("folds", flat=True).get(ref=pool_ref)
