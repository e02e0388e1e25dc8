"""What the site's board says of entrants with few votes, or with votes of one kind: sensible words and numbers."""

from itertools import combinations

import pytest

from arena.actions.recomputing import tally_votes
from arena.rules.outcome import Outcome
from arena.rules.ratings.board_row import BoardRow
from arena.rules.ratings.counted import SeenVote, VoteColumns
from arena.rules.ratings.report import Question, Report, report

OLD = "abcd"
A, B, TIE = Outcome.A_BETTER, Outcome.B_BETTER, Outcome.TIE


def said(votes: list[tuple[str, str, Outcome]], min_votes: int = 30, entrants: str = "abcde") -> Report:
    """The site's report on votes of thirty voters."""
    columns = VoteColumns()
    columns.put(SeenVote(i, True, f"v{i % 30}", a, b, outcome, ("all",)) for i, (a, b, outcome) in enumerate(votes))
    counted = columns.counted()
    return report(tally_votes(counted), counted, Question(entrants, entrants, min_votes))


def row(found: Report, entrant: str) -> BoardRow:
    return next(row for row in found.board.rows if row.entrant == entrant)


def settled() -> list[tuple[str, str, Outcome]]:
    """Four entrants that met each other often, with every outcome and on both sides."""
    votes: list[tuple[str, str, Outcome]] = []
    for a, b in combinations(OLD, 2):
        votes += [(a, b, A)] * 9 + [(b, a, A)] * 7 + [(a, b, B)] * 2 + [(b, a, TIE)] * 3
    return votes


def against_all(outcome: Outcome, each: int = 8) -> list[tuple[str, str, Outcome]]:
    return [("e", other, outcome) for other in OLD for _ in range(each)]


@pytest.mark.parametrize("newcomer", [[("e", "a", A)], [("e", "a", A)] * 3, [("e", "a", B)], [("e", "d", TIE)] * 2])
def test_a_newcomer_with_few_votes_is_listed_and_changes_nobodys_numbers(
    newcomer: list[tuple[str, str, Outcome]],
) -> None:
    before, after = said(settled()), said(settled() + newcomer)
    assert (row(after, "e").rated, row(after, "e").rank, row(after, "e").votes) == (False, None, len(newcomer))
    assert [row(after, name).rating for name in OLD] == [row(before, name).rating for name in OLD]
    assert set(after.details["last"]) == set(OLD)


def test_an_entrant_that_only_tied_stands_among_those_it_met_and_dropping_ties_rates_nobody() -> None:
    found = said(settled() + against_all(TIE))
    only_tied = row(found, "e")
    assert only_tied.rating == pytest.approx(1000, abs=40)
    assert found.details["tie_rules"]["drop"] is None
    assert found.details["tie_rules"]["davidson"] is not None


def test_the_only_link_between_two_groups_may_be_a_tie() -> None:
    votes = [("a", "b", A), ("b", "a", A)] * 20 + [("c", "d", A), ("d", "c", A)] * 20 + [("b", "c", TIE)]
    found = said(votes, entrants=OLD)
    assert all(row.rated for row in found.board.rows)
    assert found.details["tie_rules"]["drop"] is None


def test_three_groups_that_never_met_are_named_and_nobody_is_rated() -> None:
    votes = [pair for a, b in ("ab", "cd", "ef") for pair in [(a, b, A), (b, a, A)] * 20]
    found = said(votes, entrants="abcdef")
    assert found.details["components"] == [["a", "b"], ["c", "d"], ["e", "f"]]
    assert not any(row.rated for row in found.board.rows)
    assert "last" not in found.details


def test_nothing_but_ties_puts_all_at_the_anchor() -> None:
    found = said([(a, b, TIE) for a, b in combinations(OLD, 2)] * 12, entrants=OLD)
    assert {row.rating for row in found.board.rows} == {1000.0}
    assert {(row.rank_low, row.rank_high) for row in found.board.rows} == {(1, 4)}


def test_a_tie_as_the_very_first_vote_makes_a_board_of_two() -> None:
    found = said([("a", "b", TIE)], min_votes=1)
    assert [row.entrant for row in found.board.rows if row.rated] == ["a", "b"]
