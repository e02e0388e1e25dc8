"""How a stage's votes were rated, for whoever rates the open data again."""

from arena.queries.pools import reference_refs
from contest.models import Fielding, Stage


def rating_words(stage_slug: str, file_name: str) -> tuple[str, ...]:
    """The words of the `rate_votes` command that gives the stage's board from its file of votes.

    Raises Stage.DoesNotExist.
    """
    stage = Stage.objects.select_related("pool").get(slug=stage_slug)
    known = Fielding.objects.filter(entrant__ref__in=reference_refs(stage.pool.ref)).order_by("slug")
    references = [f"--reference={slug}" for slug in known.values_list("slug", flat=True)]
    return ("rate_votes", file_name, "--board", f"--min-votes={stage.pool.min_votes}", *references)
