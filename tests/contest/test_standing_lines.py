"""Lists of stages with what is missing: read at once for all stages, and no more than is shown."""

from dataclasses import replace
from typing import Any

import pytest

from contest.actions.stages import create_stage
from contest.actions.stages_entries import enter_stage
from contest.models import Stage
from contest.queries.standing_lines import standing_lines
from tests.contest.cast import CLOSES, DRAFTED, SETUP, TEAMS, draft, revision
from tests.contest.standing_cast import (
    RATINGS,
    TERMS_WITH_GATE,
    enter,
    enter_all,
    judged_stage,
    now_standing,
    publish_board,
    sheet,
)

pytestmark = pytest.mark.django_db
QUERIES = 5
"""Stages, entries, their results, their gates, and the rows of the newest boards."""


def another(slug: str) -> None:
    """One more closed stage with a board, of the same entrants."""
    create_stage(SETUP, slug, TERMS_WITH_GATE, now=DRAFTED)
    for team in TEAMS:
        enter_stage(SETUP, slug, f"{team}-1", seen=revision(slug), now=DRAFTED)
    Stage.objects.filter(slug=slug).update(state="closed", published_at=DRAFTED, closed_at=CLOSES)
    publish_board(RATINGS, slug)


def missing() -> dict[str, int | None]:
    return {line.slug: line.missing for line in standing_lines()}


def test_what_is_missing_is_what_the_standing_of_each_stage_waits_for() -> None:
    judged_stage(ratings={"pine-1": 1100.0, "maple-1": 900.0})
    another("two")
    enter("pine-1", sheet(), "two")
    assert missing() == {slug: now_standing(slug).standing.missing for slug in ("one", "two")} == {"one": 10, "two": 6}


def test_only_the_newest_board_decides_who_is_rated() -> None:
    judged_stage()
    enter_all()
    assert missing() == {"one": 0}
    publish_board({"pine-1": 1100.0, "maple-1": 900.0})
    assert missing() == {"one": 1}


def test_before_the_end_and_without_weights_nothing_is_counted() -> None:
    draft("one")
    draft("two", replace(TERMS_WITH_GATE, weights={}))
    Stage.objects.filter(slug="two").update(state="closed", published_at=DRAFTED)
    assert missing() == {"one": None, "two": None}


@pytest.mark.parametrize("more", [0, 3])
def test_however_many_stages_are_over_the_queries_are_the_same_and_no_board_is_read_whole(
    django_assert_num_queries: Any, more: int
) -> None:
    judged_stage()
    for number in range(more):
        another(f"more-{number}")
    with django_assert_num_queries(QUERIES) as asked:
        standing_lines()
    statements = " ".join(query["sql"] for query in asked.captured_queries)
    assert "details" not in statements
    assert "rules_ko" not in statements
