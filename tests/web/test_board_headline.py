"""The sentence over the board: who leads or that nobody can say it, and how sure that is."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils.translation import override

from arena.queries.leaderboard import BoardRow, SnapshotView
from contest.queries.stages import FieldedView
from contest.web.board_choice import CONTROLLED, Choice
from contest.web.board_headline import Headline, headline
from contest.web.board_rows import Names

KOREAN = ("LG AI연구원", "업스테이지", "NC AI", "SK텔레콤", "네이버클라우드")
ENGLISH = ("LG AI Research", "Upstage", "NC AI", "SK Telecom", "Naver Cloud")
WHOLE = Choice()


def row(entrant: str, ranks: tuple[int, int] | None) -> BoardRow:
    low, high = ranks or (None, None)
    return BoardRow(entrant, 1000.0, 990.0, 1010.0, low, low, high, 9, 3, 3, 3, rated=ranks is not None)


def said(*ranks: tuple[int, int] | None, choice: Choice = WHOLE, language: str = "ko", **details: Any) -> Headline:
    """The headline of a board whose entrants have these plausible ranks."""
    rows = [row(str(place), found) for place, found in enumerate(ranks)]
    teams = {
        str(i): FieldedView(*both, *both, "", is_reference=False)
        for i, both in enumerate(zip(KOREAN, ENGLISH, strict=True))
    }
    snapshot = SnapshotView("s", "p", 1, datetime.now(UTC), 1, 9, 0, 1, "", 1000.0, "", tuple(rows), details)
    with override(language):
        return headline(snapshot, rows, Names(teams, language), choice)


def test_one_that_is_apart_from_all_leads_and_it_says_how_sure_that_is() -> None:
    found = said((1, 1), (2, 3), (2, 3))
    assert (found.kind, found.sentence) == ("clear", "LG AI연구원이 앞서요.")
    assert "스무 번에 한 번" in found.sureness
    assert said((1, 1), (2, 2), language="en").sentence == "LG AI Research leads."


@pytest.mark.parametrize(
    ("ranks", "korean", "english"),
    [
        ([(1, 2), (1, 2), (3, 3)], "LG AI연구원과 업스테이지 가운데", "among LG AI Research and Upstage."),
        ([(1, 3), (1, 3), (1, 3), (4, 4)], "LG AI연구원, 업스테이지, NC AI 가운데", "Research, Upstage and NC AI."),
        ([(1, 4)] * 4 + [(5, 5)], "LG AI연구원 등 4팀 가운데", "which of 4 teams is ahead"),
        ([(1, 5)] * 5, "5팀 가운데 누가 앞서는지 아직 아무도 말할 수 없어요.", "which of the 5 teams is ahead"),
    ],
)
def test_those_that_cannot_be_told_apart_from_the_best_are_named_or_counted(
    ranks: list[tuple[int, int]], korean: str, english: str
) -> None:
    found = said(*ranks)
    assert found.kind == "open"
    assert korean in found.sentence
    assert english in said(*ranks, language="en").sentence


def test_what_is_not_settled_has_a_chance_and_never_a_certain_one() -> None:
    chances = {"0": 0.715, "1": 0.285}
    assert said((1, 2), (1, 2), first=chances).sureness == "점수가 가장 높은 LG AI연구원이 정말 1위일 확률은 72%예요."
    assert "99%" in said((1, 2), (1, 2), first={"0": 1.0, "1": 0.0}).sureness


def test_one_that_is_likely_first_seems_to_lead_and_it_is_said_that_this_is_not_sure() -> None:
    found = said((1, 2), (1, 3), (2, 3), first={"0": 0.87, "1": 0.12, "2": 0.01})
    assert (found.kind, found.sentence) == ("open", "LG AI연구원이 앞서는 듯하지만 아직 확실하지 않아요.")
    assert "87%" in found.sureness


def test_a_part_of_the_votes_is_named_and_does_not_borrow_the_chance_of_the_whole() -> None:
    found = said((1, 2), (1, 2), choice=Choice(slice="topic:other"), first={"0": 0.7, "1": 0.3})
    assert (found.scope, found.sureness) == ("‘그 밖의 주제’ 투표만 세면", "점수의 차이가 우연일 수 있어요.")
    assert "꾸밈을 같게" in said((1, 2), (1, 2), choice=replace(Choice(), look=CONTROLLED)).scope


@pytest.mark.parametrize("ranks", [[], [None, None], [(1, 1)]])
def test_a_board_without_two_ratings_says_that_nothing_can_be_said(ranks: list[tuple[int, int] | None]) -> None:
    found = said(*ranks)
    assert (found.kind, found.sureness) == ("none", "투표를 더 모아야 해요.")


def test_groups_that_never_met_have_a_notice_of_their_own() -> None:
    assert said(None, None, components=[["0"], ["1"]]).sureness == ""
