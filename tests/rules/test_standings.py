"""The standing as a rule: weighted points, gates, ranks, and how sure the order is."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.rules.citizen_points import Points, Rating, citizen_points
from contest.rules.stages import StageState
from contest.rules.stages_release import DONE
from contest.rules.standings import Contender, StandingFacts, issues_before_publishing_standing, standing

WEIGHTS = {"citizen": 25, "expert": 35, "benchmark": 40}
NAMES = ("pine", "maple", "birch", "alder")


def exactly(value: str) -> Points:
    return Points.exactly(Decimal(value))


def contender(name: str, *values: str, passed: bool | None = True, **more: Points) -> Contender:
    """One with points of the three evaluations, in the order of the weights."""
    points = {key: exactly(value) for key, value in zip(WEIGHTS, values, strict=False)}
    return Contender(name, points | more, {} if passed is None else {"independence": passed})


def ranks(*contenders: Contender) -> dict[str, int | None]:
    return {place.entrant: place.rank for place in standing(WEIGHTS, ["independence"], contenders).places}


hundredths = st.integers(0, 10_000).map(lambda whole: Decimal(whole) / 100)
points = (
    st.tuples(hundredths, hundredths, hundredths).map(sorted).map(lambda three: Points(three[1], three[0], three[2]))
)
fields = st.lists(st.tuples(points, points, points, st.booleans()), min_size=1, max_size=4).map(
    lambda rows: [
        Contender(name, dict(zip(WEIGHTS, row[:3], strict=True)), {"independence": row[3]})
        for name, row in zip(NAMES, rows, strict=False)
    ]
)


def test_points_are_added_by_their_weights() -> None:
    (place,) = standing(WEIGHTS, [], [contender("pine", "60", "80", "70")]).places
    assert place.total == exactly("71.00")


def test_equal_totals_share_a_rank_and_the_next_one_is_left_out() -> None:
    found = ranks(
        contender("pine", "50", "50", "50"), contender("maple", "90", "50", "50"), contender("birch", *["50"] * 3)
    )
    assert found == {"maple": 1, "birch": 2, "pine": 2}


def test_who_fails_a_gate_is_last_and_without_a_rank_whatever_the_points() -> None:
    found = standing(
        WEIGHTS, ["independence"], [contender("pine", *["99"] * 3, passed=False), contender("maple", *["1"] * 3)]
    )
    assert [(place.entrant, place.rank) for place in found.places] == [("maple", 1), ("pine", None)]


def test_who_is_out_waits_for_no_points() -> None:
    found = standing(WEIGHTS, ["independence"], [contender("pine", passed=False), contender("maple", *["1"] * 3)])
    assert found.is_complete


def left_out(*, passed: bool | None = True) -> Contender:
    """One without the citizens' points, and a reason for it."""
    return Contender(
        "oak", {"expert": exactly("99")}, {} if passed is None else {"independence": passed}, left_out=True
    )


def test_who_is_left_out_has_no_rank_stands_before_who_is_out_and_keeps_nobody_back() -> None:
    rows = [contender("pine", *["99"] * 3, passed=False), left_out(), contender("maple", *["1"] * 3)]
    found = standing(WEIGHTS, ["independence"], rows)
    assert found.is_complete
    assert [(place.entrant, place.rank, place.left_out) for place in found.places] == [
        ("maple", 1, False),
        ("oak", None, True),
        ("pine", None, False),
    ]


def test_who_is_left_out_still_has_to_pass_the_gates() -> None:
    (waiting,) = standing(WEIGHTS, ["independence"], [left_out(passed=None)]).places
    (failed,) = standing(WEIGHTS, ["independence"], [left_out(passed=False)]).places
    assert (waiting.unjudged, failed.failed, failed.left_out) == (("independence",), ("independence",), False)


def test_who_has_citizens_points_after_all_is_ranked_by_them() -> None:
    rated = Contender("oak", contender("oak", *["5"] * 3).points, {}, left_out=True)
    assert standing(WEIGHTS, [], [rated]).places[0].rank == 1


def test_who_is_left_out_of_a_stage_without_citizens_points_waits_for_the_rest() -> None:
    weights = {"expert": 50, "benchmark": 50}
    assert standing(weights, [], [left_out()]).places[0].missing == ("benchmark",)


def test_a_missing_result_leaves_everybody_without_a_rank() -> None:
    found = standing(
        WEIGHTS, ["independence"], [contender("pine", "50", "50"), contender("maple", "50", "50", "50", passed=None)]
    )
    assert not found.is_complete
    assert {place.entrant: (place.rank, place.missing, place.unjudged) for place in found.places} == {
        "pine": (None, ("benchmark",), ()),
        "maple": (None, (), ("independence",)),
    }


def test_an_evaluation_that_weighs_nothing_is_not_waited_for() -> None:
    found = standing({"expert": 100, "derived": 0}, [], [Contender("pine", {"expert": exactly("5")}, {})])
    assert found.is_complete


def test_neighbours_whose_ranges_overlap_are_not_sure() -> None:
    wide = Points(Decimal(60), Decimal(40), Decimal(80))
    found = standing(
        {"citizen": 100},
        [],
        [Contender("pine", {"citizen": wide}, {}), Contender("maple", {"citizen": exactly("50")}, {})],
    )
    assert [(place.rank, place.rank_low, place.rank_high) for place in found.places] == [(1, 1, 2), (2, 1, 2)]


def test_neighbours_whose_ranges_touch_are_both_not_sure() -> None:
    upper, lower = (Points(*map(Decimal, three)) for three in (("60", "50", "70"), ("40", "30", "50")))
    found = standing(
        {"citizen": 100}, [], [Contender("pine", {"citizen": upper}, {}), Contender("maple", {"citizen": lower}, {})]
    )
    assert [(place.rank, place.rank_low, place.rank_high) for place in found.places] == [(1, 1, 2), (2, 1, 2)]


def test_neighbours_whose_ranges_are_apart_are_sure() -> None:
    assert not any(
        place.is_unsure
        for place in standing(WEIGHTS, [], [contender("pine", *["9"] * 3), contender("maple", *["8"] * 3)]).places
    )


@given(fields, st.randoms())
def test_the_order_of_the_labels_does_not_matter(contenders: list[Contender], rng: object) -> None:
    mixed = contenders.copy()
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    assert standing(WEIGHTS, ["independence"], mixed) == standing(WEIGHTS, ["independence"], contenders)


@given(fields, st.sampled_from(sorted(WEIGHTS)))
def test_more_points_never_cost_a_place(contenders: list[Contender], name: str) -> None:
    first = contenders[0]
    better = Contender(first.entrant, {**first.points, name: exactly("100")}, first.gates)
    before, after = ranks(*contenders)[first.entrant], ranks(better, *contenders[1:])[first.entrant]
    assert (before is None) == (after is None)
    assert before is None or after is None or after <= before


@given(fields)
def test_who_failed_a_gate_is_always_out_and_everybody_else_has_a_rank_within_its_range(
    contenders: list[Contender],
) -> None:
    for place in standing(WEIGHTS, ["independence"], contenders).places:
        if place.failed:
            assert (place.rank, place.rank_low, place.rank_high) == (None, None, None)
        else:
            assert place.rank_low is not None
            assert place.rank is not None
            assert place.rank_high is not None
            assert place.rank_low <= place.rank <= place.rank_high


@given(hundredths)
def test_the_weights_sum_to_the_whole(value: Decimal) -> None:
    even = {name: Points.exactly(value) for name in WEIGHTS}
    assert standing(WEIGHTS, [], [Contender("pine", even, {})]).places[0].total == Points.exactly(
        value.quantize(Decimal("0.01"))
    )


def rating(value: float, within: float = 0) -> Rating:
    return Rating(value, value - within, value + within)


def test_equal_ratings_are_fifty_points_and_400_more_is_ten_to_one() -> None:
    assert {
        one.value for one in citizen_points({"a": rating(1000), "b": rating(1000), "c": rating(1000)}).values()
    } == {50}
    assert citizen_points({"a": rating(1200), "b": rating(800)})["a"].value == Decimal("90.91")


def test_the_bounds_hold_for_all_entrants_together() -> None:
    ratings = {name: rating(1000, 196) for name in "abcde"}
    # 99 of 100 intervals of five each: 2.576 standard errors of 100 points instead of 1.96.
    assert citizen_points(ratings)["a"].upper == citizen_points({**ratings, "a": rating(1257.6)})["a"].value


def test_one_alone_has_no_points() -> None:
    assert citizen_points({"a": rating(1000)}) == {}


@given(st.lists(st.floats(0, 2000), min_size=2, max_size=6), st.floats(0, 300))
def test_citizens_points_average_fifty_and_lie_in_their_range(values: list[float], within: float) -> None:
    found = citizen_points({str(number): rating(value, within) for number, value in enumerate(values)})
    assert abs(sum(one.value for one in found.values()) / len(found) - 50) <= Decimal("0.01")
    assert all(0 <= one.lower <= one.value <= one.upper <= 100 for one in found.values())


COMPLETE = (contender("pine", *["9"] * 3), contender("maple", *["8"] * 3))


def issues(*contenders: Contender, **more: object) -> list[str]:
    facts = {"stage": "one", "state": StageState.CLOSED, "weights": WEIGHTS, "is_published": False}
    facts |= {"under_way": 0, "unfolded": 0, "board_is_behind": False} | more
    found = standing(WEIGHTS, ["independence"], contenders)
    return [one.code for one in issues_before_publishing_standing(StandingFacts(**facts), found)]  # type: ignore[arg-type]


@pytest.mark.parametrize("state", [StageState.CLOSED, StageState.FINAL])
def test_a_complete_standing_of_a_stage_that_is_over_may_be_published(state: StageState) -> None:
    assert issues(*COMPLETE, state=state) == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        *(({"state": state}, "stage_is_not_over") for state in StageState if state not in DONE),
        ({"weights": {}}, "weights_missing"),
        ({"under_way": 1}, "battles_not_ended"),
        ({"unfolded": 1}, "votes_not_counted_yet"),
        ({"unfolded": 1, "board_is_behind": True}, "votes_not_counted_yet"),
        ({"board_is_behind": True}, "board_is_behind"),
        ({"is_published": True}, "standing_is_published"),
    ],
)
def test_what_stands_against_publishing_is_told(more: dict[str, object], code: str) -> None:
    assert issues(*COMPLETE, **more) == [code]


def test_an_incomplete_standing_is_not_published() -> None:
    found = issues(Contender("pine", {"expert": exactly("1")}, {}), COMPLETE[1])
    assert found == ["citizen_points_missing", "evaluations_missing", "gates_unjudged"]
    assert issues() == ["standing_is_empty"]
