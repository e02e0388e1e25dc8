"""What stands against a stage's next step: the same lists that the acts refuse by, for pages that show them first."""

from datetime import datetime

from arena.queries.pool_progress import pool_progress
from contest.models import Fielding, Stage
from contest.queries.stage_facts import entry_facts, facts_of, present_in, terms_of
from contest.rules.issues import Issue
from contest.rules.stages import RUNNING, StageState
from contest.rules.stages_publishing import issues_before_publishing
from contest.rules.stages_running import issues_before_closing, issues_before_finalising, issues_before_opening


def publishing_issues(slug: str, now: datetime) -> list[Issue]:
    """What stands against publishing the stage now. Raises Stage.DoesNotExist, as the other gates here do."""
    return publishing_issues_of(Stage.objects.get(slug=slug), now)


def opening_issues(slug: str, now: datetime) -> list[Issue]:
    """What stands against opening the stage now."""
    return opening_issues_of(Stage.objects.get(slug=slug), now)


def closing_issues(slug: str, now: datetime, *, by_two: bool = False) -> list[Issue]:
    """What stands against closing the stage now; `by_two`: when two people want it before its end."""
    return closing_issues_of(Stage.objects.get(slug=slug), now, by_two=by_two)


def finalising_issues(slug: str) -> list[Issue]:
    """What stands against a final result now."""
    return finalising_issues_of(Stage.objects.get(slug=slug))


def publishing_issues_of(stage: Stage, now: datetime) -> list[Issue]:
    """As `publishing_issues`, for a row that is at hand."""
    is_rehearsal = stage.kind == Stage.Kind.REHEARSAL
    return issues_before_publishing(StageState(stage.state), terms_of(stage), is_rehearsal=is_rehearsal, now=now)


def opening_issues_of(stage: Stage, now: datetime) -> list[Issue]:
    """As `opening_issues`, for a row that is at hand."""
    other = Stage.objects.exclude(pk=stage.pk).filter(state__in=RUNNING).values_list("slug", flat=True).first()
    return issues_before_opening(facts_of(stage), entry_facts(present_in(stage), stage), other, now)


def closing_issues_of(stage: Stage, now: datetime, *, by_two: bool) -> list[Issue]:
    """As `closing_issues`, for a row that is at hand."""
    progress = pool_progress(stage.pool.ref)
    names = dict(Fielding.objects.filter(entrant__ref__in=progress.unrated).values_list("entrant__ref", "slug"))
    unrated = [names[ref] for ref in progress.unrated]
    return issues_before_closing(facts_of(stage), now, by_two=by_two, under_way=progress.under_way, unrated=unrated)


def finalising_issues_of(stage: Stage) -> list[Issue]:
    """As `finalising_issues`, for a row that is at hand."""
    progress = pool_progress(stage.pool.ref)
    return issues_before_finalising(
        StageState(stage.state),
        under_way=progress.under_way,
        unfolded=progress.unfolded,
        board_is_behind=progress.board_is_behind,
    )
