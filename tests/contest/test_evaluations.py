"""Results of evaluations and gates: who enters them, when, and what the log keeps."""

from dataclasses import replace
from decimal import Decimal

import pytest

from contest.actions.evaluations import enter_results
from contest.actions.refusals import ActRefused, NotAllowed
from contest.actions.stages_running import close_stage
from contest.models import AuditEntry, Entry, EvaluationResult
from contest.rules.evaluations import Entered, Judged, Sheet
from tests.contest.cast import CLOSES, SETUP, dohyun, haneul, opened, revision, sora, yuna
from tests.contest.standing_cast import (
    TERMS_WITH_GATE,
    enter,
    judged_stage,
    now_standing,
    publish_board,
    seen_sheet,
    sheet,
)

pytestmark = pytest.mark.django_db


def test_a_chief_enters_results_and_they_stand() -> None:
    judged_stage()
    enter("pine-1", sheet("80.25"), by=sora())
    assert now_standing().competitors["pine-1"].sheet == sheet("80.25")


def test_new_results_replace_the_old_ones_and_the_log_keeps_both() -> None:
    judged_stage()
    enter("pine-1", sheet("80"), by=sora())
    only = Sheet({"expert": Entered(Decimal("81.5"), "다시 셈")})
    enter("pine-1", only, by=sora())
    assert now_standing().competitors["pine-1"].sheet == only
    entry = AuditEntry.objects.filter(act="enter_results").latest("pk")
    assert (entry.actor_name, entry.object_kind, entry.object_ref) == ("sora", "entrant", "pine-1")
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.before["stage"], entry.before["points"]["expert"]["points"]) == ("one", "80.00")
    assert entry.before["gates"]["independence"] == {"passed": True, "reason": "심사 보고서"}
    assert (entry.after["points"], entry.after["gates"]) == ({"expert": {"points": "81.5", "note": "다시 셈"}}, {})


@pytest.mark.parametrize("who", [dohyun, yuna])
def test_nobody_below_a_chief_enters_results(who: object) -> None:
    judged_stage()
    with pytest.raises(NotAllowed):
        enter("pine-1", sheet(), by=who())  # type: ignore[operator]
    assert not EvaluationResult.objects.exists()


def test_a_stale_sheet_is_refused() -> None:
    judged_stage()
    seen = seen_sheet()
    enter("pine-1", sheet("80"), by=sora())
    with pytest.raises(ActRefused, match="changed_meanwhile"):
        enter_results(sora(), "one", "pine-1", sheet("10"), seen=seen, now=CLOSES)
    assert now_standing().competitors["pine-1"].sheet == sheet("80")


def test_a_stage_that_runs_takes_no_results_and_shows_no_points() -> None:
    opened("one", TERMS_WITH_GATE)
    publish_board({"pine-1": 1100.0, "maple-1": 900.0})
    with pytest.raises(ActRefused, match="stage_is_not_over"):
        enter("pine-1", sheet(), by=sora())
    assert all(one.citizen is None for one in now_standing().competitors.values())


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (Sheet({"citizen": Entered(Decimal(50), "표")}), "evaluation_is_not_entered"),
        (Sheet({"derived": Entered(Decimal(50), "표")}), "evaluation_is_not_entered"),
        (Sheet({"expert": Entered(Decimal("100.01"), "표")}), "points_out_of_bounds"),
        (Sheet({"expert": Entered(Decimal("0.001"), "표")}), "points_out_of_bounds"),
        (Sheet({"expert": Entered(Decimal(50), " ")}), "source_missing"),
        (Sheet({"expert": Entered(Decimal(50), "길" * 501)}), "note_too_long"),
        (Sheet(left_out="길" * 501), "note_too_long"),
        (Sheet(gates={"beauty": Judged(passed=True, reason="좋음")}), "gate_unknown"),
        (Sheet(gates={"independence": Judged(passed=False, reason="")}), "gate_reason_missing"),
    ],
)
def test_what_cannot_be_entered_is_refused(wrong: Sheet, code: str) -> None:
    judged_stage()
    with pytest.raises(ActRefused, match=code):
        enter("pine-1", wrong, by=sora())


def test_only_who_lacks_citizens_points_is_left_out() -> None:
    judged_stage(ratings={"pine-1": 1100.0, "maple-1": 900.0})
    reason = "표가 모자라 점수를 내지 못했어요."
    with pytest.raises(ActRefused, match="entrant_is_rated"):
        enter("pine-1", replace(sheet(), left_out=reason))
    enter("birch-1", replace(sheet(), left_out=reason))
    assert now_standing().competitors["birch-1"].sheet.left_out == reason
    entry = AuditEntry.objects.filter(act="enter_results").latest("pk")
    assert entry.after is not None
    assert entry.after["left_out"] == reason


def test_where_the_citizens_points_weigh_nothing_nobody_is_left_out() -> None:
    terms = replace(TERMS_WITH_GATE, weights={"expert": 60, "benchmark": 40})
    opened("one", terms)
    close_stage(SETUP, "one", seen=revision(), now=CLOSES)
    with pytest.raises(ActRefused, match="entrant_is_rated"):
        enter("pine-1", replace(sheet(), left_out="표가 모자람"))


def test_only_entrants_that_compete_in_the_stage_have_results() -> None:
    judged_stage()
    with pytest.raises(ActRefused, match="entrant_is_not_in"):
        enter_results(sora(), "one", "oak-1", sheet(), seen="", now=CLOSES)
    entrant = Entry.objects.get(fielding__slug="pine-1").fielding.entrant
    entrant.is_reference = True
    entrant.save()
    with pytest.raises(ActRefused, match="entrant_is_reference"):
        enter_results(sora(), "one", "pine-1", sheet(), seen="", now=CLOSES)
    assert set(now_standing().competitors) == {"maple-1", "birch-1"}


def test_the_citizens_points_come_from_the_newest_board_and_not_from_references() -> None:
    judged_stage()
    assert now_standing().competitors["maple-1"].citizen.value == 50  # type: ignore[union-attr]
    publish_board({"pine-1": 1200.0, "maple-1": 800.0})
    found = now_standing()
    assert found.competitors["pine-1"].citizen.value == Decimal("90.91")  # type: ignore[union-attr]
    assert found.competitors["birch-1"].citizen is None
    assert found.snapshot is not None
    assert found.snapshot.number == 2


def test_results_of_different_entrants_do_not_get_in_each_other_s_way() -> None:
    judged_stage()
    pine, maple = seen_sheet("pine-1"), seen_sheet("maple-1")
    enter_results(sora(), "one", "pine-1", sheet("80"), seen=pine, now=CLOSES)
    enter_results(haneul(), "one", "maple-1", sheet("70"), seen=maple, now=CLOSES)
    assert [now_standing().competitors[name].sheet for name in ("pine-1", "maple-1")] == [sheet("80"), sheet("70")]


def test_results_do_not_get_in_the_way_of_other_acts_on_the_stage() -> None:
    judged_stage()
    before = revision()
    enter("pine-1", sheet())
    assert revision() == before


def test_results_of_a_stage_that_is_not_there_are_refused() -> None:
    with pytest.raises(ActRefused, match="stage_unknown"):
        enter_results(sora(), "nowhere", "pine-1", sheet(), seen="", now=CLOSES)
