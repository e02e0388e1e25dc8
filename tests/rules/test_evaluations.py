"""May this sheet of results be entered?"""

from dataclasses import replace
from decimal import Decimal

import pytest

from contest.rules.evaluations import Entered, Judged, Sheet, issues_before_entering_results, may_be_left_out
from contest.rules.stages import StageState
from contest.rules.stages_release import DONE
from contest.rules.stages_terms import Gate, StageTerms
from tests.contest.cast import CLOSES, OPENS

TERMS = StageTerms(
    *("1단계", "Stage 1", OPENS, CLOSES, "규칙", "Rules"),
    weights={"citizen": 25, "expert": 35, "benchmark": 40, "derived": 0},
    gates=(Gate("independence", "독자성", "Independence"),),
)


def scored(points: str, note: str = "전문가 10명", name: str = "expert") -> Sheet:
    return Sheet({name: Entered(Decimal(points), note)})


WHOLE = replace(scored("0"), gates={"independence": Judged(passed=False, reason="심사 보고서")})


def reasons(sheet: Sheet, state: StageState = StageState.CLOSED, *, is_rated: bool = True) -> list[str]:
    return [issue.code for issue in issues_before_entering_results(state, TERMS, sheet, is_rated=is_rated)]


@pytest.mark.parametrize("state", [StageState.CLOSED, StageState.FINAL])
@pytest.mark.parametrize("sheet", [Sheet(), WHOLE, scored("100"), scored("99.99")])
def test_a_sound_sheet_of_a_stage_that_is_over_is_entered(state: StageState, sheet: Sheet) -> None:
    assert reasons(sheet, state) == []


@pytest.mark.parametrize("state", [state for state in StageState if state not in DONE])
def test_before_the_end_nothing_is_entered(state: StageState) -> None:
    assert reasons(WHOLE, state) == ["stage_is_not_over"]


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        *((scored("50", name=name), "evaluation_is_not_entered") for name in ("citizen", "derived", "luck")),
        *((scored(points), "points_out_of_bounds") for points in ("100.01", "-0.01", "0.001")),
        (scored("50", " "), "source_missing"),
        (scored("50", "길" * 501), "note_too_long"),
        (Sheet(gates={"beauty": Judged(passed=True, reason="좋음")}), "gate_unknown"),
        (Sheet(gates={"independence": Judged(passed=True, reason=" ")}), "gate_reason_missing"),
        (Sheet(gates={"independence": Judged(passed=True, reason="길" * 501)}), "note_too_long"),
        (Sheet(left_out="표가 모자람"), "entrant_is_rated"),
    ],
)
def test_each_reason_keeps_a_sheet_from_being_entered(sheet: Sheet, code: str) -> None:
    assert reasons(sheet) == [code]


def test_who_lacks_citizens_points_may_be_left_out_and_the_reason_is_short() -> None:
    assert reasons(Sheet(left_out="표가 모자람"), is_rated=False) == []
    assert reasons(Sheet(left_out="길" * 501), is_rated=False) == ["note_too_long"]
    assert not may_be_left_out(replace(TERMS, weights={"expert": 100}), is_rated=False)
