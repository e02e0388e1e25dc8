"""The pure rules of stages: moves, and every reason of every gate."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils.translation import override

from contest.queries.issue_texts import issue_text
from contest.rules.issues import Issue, blocking
from contest.rules.stages import TABLE, StageMove, StageState, allows
from contest.rules.stages_endpoints import ReplicaFacts, Verdict
from contest.rules.stages_publishing import issues_before_publishing, issues_before_retracting
from contest.rules.stages_running import (
    EntryFacts,
    StageFacts,
    issues_before_closing,
    issues_before_entering,
    issues_before_extending,
    issues_before_finalising,
    issues_before_opening,
    issues_before_pausing,
    issues_before_resuming,
    issues_before_withdrawing,
)
from contest.rules.stages_terms import Gate, Prompt, Topic, terms_digest
from tests.contest.cast import CLOSES, DRAFTED, OPENS, TERMS

REPLICA = ReplicaFacts("https://pine.example", Verdict.PASSED, 9024)
PINE = EntryFacts("pine-1", "pine", is_reference=False, has_version=True, replicas=(REPLICA,), ill=False)
MAPLE = replace(PINE, entrant="maple-1", team="maple")
REFERENCE = replace(PINE, entrant="globe-1", team="globe", is_reference=True)
STAGE = StageFacts(StageState.PUBLISHED, OPENS, CLOSES, is_rehearsal=False, least_context=9024)
OPEN = replace(STAGE, state=StageState.OPEN)
FARMING = Topic("farming", "농사", "Farming", (Prompt("감자는 언제 심나요?", "When are potatoes planted?"),))


def codes(issues: Sequence[Issue]) -> list[str]:
    return [issue.code for issue in issues]


def test_the_moves_are_those_of_the_picture_and_no_other() -> None:
    paths = {(source.value, to.value) for sources, to in TABLE.values() for source in sources}
    assert paths == {
        ("draft", "published"),
        ("published", "draft"),
        ("published", "open"),
        ("open", "paused"),
        ("paused", "open"),
        ("open", "closed"),
        ("paused", "closed"),
        ("closed", "final"),
    }


def test_nothing_leaves_the_final_state() -> None:
    assert not any(allows(StageState.FINAL, move) for move in StageMove)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name_ko": " "}, "name_ko_missing"),
        ({"name_en": ""}, "name_en_missing"),
        ({"rules_ko": ""}, "rules_ko_missing"),
        ({"rules_en": "\n"}, "rules_en_missing"),
        ({"closes_at": OPENS}, "window_reversed"),
        ({"max_turns": 0}, "max_turns_out_of_bounds"),
        ({"min_votes": 0}, "min_votes_out_of_bounds"),
        ({"max_tokens": 40_000}, "max_tokens_out_of_bounds"),
        ({"least_seconds": 601}, "least_seconds_out_of_bounds"),
        ({"texts_kept_days": 0}, "texts_kept_days_out_of_bounds"),
        ({"temperature": 2.1}, "temperature_out_of_bounds"),
        ({"top_p": 0.0}, "top_p_out_of_bounds"),
        ({"votes_per_day": 0}, "cap_below_one"),
        ({"votes_per_day": 101}, "day_cap_above_stage_cap"),
        ({"weights": {"citizen": 60, "luck": 40}}, "weight_unknown"),
        ({"weights": {"citizen": 120, "expert": -20}}, "weight_below_zero"),
        ({"weights": {"citizen": 99}}, "weights_are_not_hundred"),
        ({"topics": (FARMING, FARMING)}, "topic_slug_wrong"),
        ({"topics": (replace(FARMING, slug="Not A Slug"),)}, "topic_slug_wrong"),
        ({"topics": (replace(FARMING, name_en=""),)}, "topic_name_missing"),
        ({"topics": (replace(FARMING, prompts=()),)}, "topic_without_prompts"),
        ({"topics": (replace(FARMING, prompts=(Prompt("무엇?", ""),)),)}, "topic_without_prompts"),
        ({"gates": (Gate("own work", "독자성", "Independence"),)}, "gate_slug_wrong"),
        ({"gates": (Gate("own-work", "", "Independence"),)}, "gate_name_missing"),
        ({"opens_at": DRAFTED}, "opening_is_past"),
    ],
)
def test_each_fault_of_the_terms_keeps_a_stage_from_being_published(change: dict[str, object], code: str) -> None:
    terms = replace(TERMS, **change)  # type: ignore[arg-type]
    issues = issues_before_publishing(StageState.DRAFT, terms, is_rehearsal=False, now=DRAFTED)
    assert codes(blocking(issues)) == [code]


def test_sound_terms_a_month_before_have_nothing_against_them() -> None:
    assert issues_before_publishing(StageState.DRAFT, TERMS, is_rehearsal=False, now=DRAFTED) == []


UNREADY = [
    ({"missing_key": "ENDPOINT_KEY_PINE"}, "key_missing", "ENDPOINT_KEY_PINE"),
    ({"tested": Verdict.NEVER}, "endpoint_is_untested", "https://pine.example"),
    ({"tested": Verdict.FAILED}, "endpoint_fails_its_test", "https://pine.example"),
    ({"context_tokens": 9023}, "context_is_short", "9024"),
]


@pytest.mark.parametrize(("changes", "code", "told"), UNREADY, ids=[code for _, code, _ in UNREADY])
def test_a_replica_that_is_not_ready_keeps_a_stage_from_opening_and_its_entrant_from_entering_late(
    changes: dict[str, Any], code: str, told: str
) -> None:
    unready = replace(PINE, replicas=(REPLICA, replace(REPLICA, **changes)))
    for issues in (
        issues_before_opening(STAGE, [unready, MAPLE], None, OPENS),
        issues_before_entering(OPEN, unready, [MAPLE], was_here=False),
    ):
        (issue,) = blocking(issues)
        assert issue.code == code
        for language in ("ko", "en"):
            with override(language):
                text = issue_text(issue)
                assert told in text.reason
                assert text.remedy


def test_a_rehearsal_is_told_of_tests_and_contexts_and_opens() -> None:
    rehearsal = replace(STAGE, is_rehearsal=True)
    bare = replace(PINE, replicas=(replace(REPLICA, tested=Verdict.NEVER, context_tokens=4096),))
    issues = issues_before_opening(rehearsal, [bare, MAPLE], None, OPENS)
    assert blocking(issues) == []
    assert codes(issues) == ["endpoint_is_untested", "context_is_short"]


def test_a_stage_without_caps_and_weights_may_be_published() -> None:
    terms = replace(TERMS, votes_per_day=None, votes_per_stage=None, weights={})
    assert issues_before_publishing(StageState.DRAFT, terms, is_rehearsal=False, now=DRAFTED) == []


def test_less_than_a_months_notice_is_a_warning_with_the_days() -> None:
    (issue,) = issues_before_publishing(
        StageState.DRAFT, TERMS, is_rehearsal=False, now=OPENS - timedelta(days=29, hours=12)
    )
    assert (issue.code, issue.is_warning, issue.facts["days"]) == ("notice_is_short", True, 29)


def test_exactly_a_month_is_enough() -> None:
    now = OPENS - timedelta(days=30)
    assert issues_before_publishing(StageState.DRAFT, TERMS, is_rehearsal=False, now=now) == []


def test_a_rehearsal_needs_no_notice() -> None:
    assert issues_before_publishing(StageState.DRAFT, TERMS, is_rehearsal=True, now=OPENS) == []


@pytest.mark.parametrize("state", [state for state in StageState if state is not StageState.DRAFT])
def test_only_a_draft_is_published(state: StageState) -> None:
    assert codes(issues_before_publishing(state, TERMS, is_rehearsal=False, now=DRAFTED)) == ["stage_is_not_draft"]


def test_a_publication_is_taken_back_before_the_opening_and_with_a_reason() -> None:
    assert issues_before_retracting(StageState.PUBLISHED, "오타") == []
    assert codes(issues_before_retracting(StageState.PUBLISHED, " ")) == ["reason_missing"]
    assert codes(issues_before_retracting(StageState.OPEN, "오타")) == ["stage_is_not_published"]


def test_a_published_stage_with_two_entrants_opens_when_its_window_begins() -> None:
    assert issues_before_opening(STAGE, [PINE, MAPLE], None, OPENS) == []


@pytest.mark.parametrize(
    ("stage", "entries", "other", "now", "code"),
    [
        (replace(STAGE, state=StageState.DRAFT), [PINE, MAPLE], None, OPENS, "stage_is_not_published"),
        (replace(STAGE, terms_hold=False), [PINE, MAPLE], None, OPENS, "terms_changed_since_publishing"),
        (STAGE, [PINE, MAPLE], None, OPENS - timedelta(seconds=1), "window_has_not_begun"),
        (STAGE, [PINE, MAPLE], None, CLOSES, "window_is_over"),
        (STAGE, [PINE, MAPLE], "zero", OPENS, "another_stage_runs"),
        (STAGE, [PINE], None, OPENS, "too_few_competing"),
        (STAGE, [PINE, REFERENCE], None, OPENS, "too_few_competing"),
        (STAGE, [PINE, replace(MAPLE, has_version=False)], None, OPENS, "entrant_without_version"),
        (STAGE, [PINE, replace(MAPLE, replicas=())], None, OPENS, "entrant_without_endpoint"),
    ],
)
def test_each_reason_keeps_a_stage_from_opening(
    stage: StageFacts, entries: list[EntryFacts], other: str | None, now: object, code: str
) -> None:
    issues = issues_before_opening(stage, entries, other, now)  # type: ignore[arg-type]
    assert codes(blocking(issues)) == [code]


def test_a_name_that_no_mask_knows_keeps_a_contest_from_opening_and_warns_a_rehearsal() -> None:
    named = replace(MAPLE, unmasked=("Maple One",))
    for issues in (
        issues_before_opening(STAGE, [PINE, named], None, OPENS),
        issues_before_entering(OPEN, named, [PINE], was_here=False),
    ):
        assert codes(blocking(issues)) == ["names_not_masked"]
    (issue,) = issues_before_opening(replace(STAGE, is_rehearsal=True), [PINE, named], None, OPENS)
    assert (issue.code, issue.is_warning) == ("names_not_masked", True)


def test_an_ill_entrant_is_a_warning_before_the_opening() -> None:
    (issue,) = issues_before_opening(STAGE, [PINE, replace(MAPLE, ill=True)], None, OPENS)
    assert (issue.code, issue.is_warning, issue.facts) == ("entrant_is_ill", True, {"entrant": "maple-1"})


def test_a_pause_needs_an_open_stage_and_a_notice_in_both_languages() -> None:
    assert issues_before_pausing(StageState.OPEN, "점검", "Maintenance") == []
    assert codes(issues_before_pausing(StageState.OPEN, "점검", "")) == ["notice_missing"]
    assert codes(issues_before_pausing(StageState.PAUSED, "점검", "Maintenance")) == ["stage_is_not_open"]


def test_a_stage_resumes_from_a_pause_and_within_its_window() -> None:
    pause = replace(STAGE, state=StageState.PAUSED)
    assert issues_before_resuming(pause, OPENS) == []
    assert codes(issues_before_resuming(pause, CLOSES)) == ["window_is_over"]
    assert codes(issues_before_resuming(OPEN, OPENS)) == ["stage_is_not_paused"]


@pytest.mark.parametrize(
    ("stage", "days", "notice", "now", "code"),
    [
        (STAGE, 7, "연장", OPENS, "stage_is_not_running"),
        (OPEN, 7, "", OPENS, "notice_missing"),
        (OPEN, 0, "연장", OPENS, "end_is_not_later"),
        (OPEN, 7, "연장", CLOSES + timedelta(days=8), "end_is_past"),
    ],
)
def test_each_reason_keeps_a_stage_from_being_extended(
    stage: StageFacts, days: int, notice: str, now: object, code: str
) -> None:
    issues = issues_before_extending(stage, CLOSES + timedelta(days=days), notice, "Longer", now)  # type: ignore[arg-type]
    assert codes(issues) == [code]


def test_one_person_closes_a_stage_at_its_end() -> None:
    assert issues_before_closing(OPEN, CLOSES, by_two=False, under_way=0, unrated=[]) == []


def test_before_the_end_it_takes_two() -> None:
    early = CLOSES - timedelta(seconds=1)
    assert codes(issues_before_closing(OPEN, early, by_two=False, under_way=0, unrated=[])) == ["early_close_takes_two"]
    assert issues_before_closing(OPEN, early, by_two=True, under_way=0, unrated=[]) == []


def test_a_rehearsal_is_closed_by_one_person_at_any_time() -> None:
    rehearsal = replace(OPEN, is_rehearsal=True)
    assert issues_before_closing(rehearsal, OPENS, by_two=False, under_way=0, unrated=[]) == []


def test_what_is_under_way_and_who_has_few_votes_is_told_before_closing() -> None:
    issues = issues_before_closing(OPEN, CLOSES, by_two=False, under_way=3, unrated=["pine-1"])
    assert codes(issues) == ["battles_under_way", "entrant_below_min_votes"]
    assert blocking(issues) == []


def test_only_a_running_stage_is_closed() -> None:
    assert codes(issues_before_closing(STAGE, CLOSES, by_two=True, under_way=0, unrated=[])) == ["stage_is_not_running"]


def test_a_result_is_final_when_nothing_moves_any_more() -> None:
    assert issues_before_finalising(StageState.CLOSED, under_way=0, unfolded=0, board_is_behind=False) == []
    moving = issues_before_finalising(StageState.CLOSED, under_way=1, unfolded=2, board_is_behind=True)
    assert codes(moving) == ["battles_not_ended", "votes_not_counted_yet"]
    too_soon = issues_before_finalising(StageState.OPEN, under_way=0, unfolded=0, board_is_behind=True)
    assert codes(too_soon) == ["stage_is_not_closed"]
    behind = issues_before_finalising(StageState.CLOSED, under_way=0, unfolded=0, board_is_behind=True)
    assert codes(behind) == ["board_is_behind"]


@pytest.mark.parametrize(
    ("state", "entry", "was_here", "code"),
    [
        (StageState.CLOSED, MAPLE, False, "stage_is_over"),
        (StageState.FINAL, MAPLE, False, "stage_is_over"),
        (StageState.DRAFT, PINE, True, "entrant_is_in"),
        (StageState.OPEN, MAPLE, True, "entrant_withdrew"),
        (StageState.DRAFT, replace(PINE, entrant="pine-2"), False, "team_is_in"),
        (StageState.OPEN, replace(MAPLE, replicas=()), False, "entrant_without_endpoint"),
        (StageState.PAUSED, replace(MAPLE, has_version=False), False, "entrant_without_version"),
    ],
)
def test_each_reason_keeps_an_entrant_out(state: StageState, entry: EntryFacts, was_here: bool, code: str) -> None:
    assert codes(issues_before_entering(replace(STAGE, state=state), entry, [PINE], was_here=was_here)) == [code]


def test_before_the_opening_an_entrant_may_come_back_and_may_lack_its_endpoint_yet() -> None:
    bare = replace(MAPLE, replicas=(), has_version=False)
    assert issues_before_entering(replace(STAGE, state=StageState.DRAFT), bare, [PINE], was_here=True) == []


def test_a_team_may_bring_its_reference_beside_its_entrant() -> None:
    own = replace(PINE, entrant="pine-ref", is_reference=True)
    assert issues_before_entering(replace(STAGE, state=StageState.DRAFT), own, [PINE], was_here=False) == []


def test_withdrawing_needs_a_reason_and_a_place() -> None:
    present = [PINE, MAPLE, replace(PINE, entrant="birch-1", team="birch")]
    assert issues_before_withdrawing(StageState.OPEN, present, "pine-1", "사정") == []
    assert codes(issues_before_withdrawing(StageState.OPEN, present, "pine-1", "")) == ["reason_missing"]
    assert codes(issues_before_withdrawing(StageState.OPEN, present, "oak-1", "사정")) == ["entrant_is_not_in"]
    assert codes(issues_before_withdrawing(StageState.CLOSED, present, "pine-1", "사정")) == ["stage_is_over"]


def test_that_nobody_is_left_to_meet_is_told_and_does_not_hold_a_team_back() -> None:
    (issue,) = issues_before_withdrawing(StageState.OPEN, [PINE, MAPLE, REFERENCE], "pine-1", "사정")
    assert (issue.code, issue.is_warning) == ("too_few_left", True)


def test_the_digest_of_terms_changes_with_every_term_and_not_with_the_form_of_a_number() -> None:
    assert terms_digest(replace(TERMS, temperature=1)) == terms_digest(replace(TERMS, temperature=1.0))
    assert terms_digest(replace(TERMS, min_votes=31)) != terms_digest(TERMS)
    assert terms_digest(replace(TERMS, topics=(FARMING,))) != terms_digest(TERMS)
