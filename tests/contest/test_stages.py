"""The acts on stages: drafting, publishing, opening, pausing, extending, closing, finishing."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from arena.actions.battles import open_battle
from arena.actions.errors import PoolClosed
from arena.actions.pools import PoolConditions, PoolInUse, set_conditions
from arena.models import Endpoint, Pool
from arena.models.entrant import CONTEXT_TOKENS
from contest.actions.refusals import ActRefused, NotAllowed
from contest.actions.stages import create_stage, edit_stage, publish_stage, retract_stage
from contest.actions.stages_running import (
    close_stage,
    extend_stage,
    finalise_stage,
    open_stage,
    pause_stage,
    resume_stage,
)
from contest.models import AuditEntry, Stage
from contest.queries.notices import notices_of, standing_notices
from contest.queries.stage_gates import closing_issues, finalising_issues, opening_issues, publishing_issues
from contest.queries.stage_records import stage_record, stage_records
from contest.queries.stages import current_stage
from contest.rules.stages import StageState
from contest.rules.stages_terms import digest, rules_digest, terms_as_json, terms_digest
from tests.arena_cast import MINJI
from tests.contest.cast import (
    CLOSES,
    DRAFTED,
    NOTICE,
    OPENS,
    TERMS,
    closed,
    dohyun,
    draft,
    field_team,
    look_well,
    opened,
    paused,
    pool_of,
    published,
    revision,
    sora,
    yuna,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def state(slug: str = "one") -> str:
    return str(Stage.objects.values_list("state", flat=True).get(slug=slug))


def last_entry() -> AuditEntry:
    return AuditEntry.objects.latest("pk")


def ask(slug: str = "one") -> None:
    open_battle(pool_of(slug), MINJI, "질문", rng=random.Random(1), now=OPENS + HOUR)


def test_a_drafted_stage_is_shown_to_nobody() -> None:
    create_stage(dohyun(), "one", TERMS, now=DRAFTED)
    assert state() == "draft"
    assert current_stage("ko", DRAFTED) is None


def test_a_draft_is_read_back_as_it_was_written() -> None:
    draft()
    found = stage_record("one")
    assert found is not None
    assert found.terms == TERMS


@pytest.mark.parametrize(
    ("slug", "change", "code"),
    [
        ("Stage One", {}, "slug_wrong"),
        ("one", {}, "stage_exists"),
        ("two", {"closes_at": OPENS}, "window_reversed"),
    ],
)
def test_a_stage_that_cannot_be_kept_is_not_drafted(slug: str, change: dict[str, Any], code: str) -> None:
    draft("one")
    with pytest.raises(ActRefused, match=code):
        create_stage(dohyun(), slug, replace(TERMS, **change), now=DRAFTED)


def test_an_edit_is_written_down_with_what_changed_only() -> None:
    draft()
    assert edit_stage(dohyun(), "one", replace(TERMS, min_votes=50), seen=1, now=DRAFTED)
    assert (last_entry().before, last_entry().after) == ({"min_votes": 30}, {"min_votes": 50})


def test_an_edit_that_changes_nothing_says_so() -> None:
    draft()
    assert not edit_stage(dohyun(), "one", TERMS, seen=1, now=DRAFTED)


def test_a_stale_form_is_refused_and_loses_nothing_of_the_other_edit() -> None:
    draft()
    edit_stage(dohyun(), "one", replace(TERMS, min_votes=50), seen=1, now=DRAFTED)
    with pytest.raises(ActRefused, match="changed_meanwhile"):
        edit_stage(sora(), "one", replace(TERMS, max_turns=3), seen=1, now=DRAFTED)
    assert Stage.objects.get().min_votes == 50


def test_publishing_hashes_and_dates_the_rules_and_all_terms() -> None:
    draft()
    assert publish_stage(sora(), "one", seen=1, now=DRAFTED) == []
    stage = Stage.objects.get()
    assert (stage.rules_sha256, stage.terms_sha256) == (
        rules_digest(TERMS.rules_ko, TERMS.rules_en),
        terms_digest(TERMS),
    )
    assert (stage.published_at, digest(stage.terms)) == (DRAFTED, stage.terms_sha256)


def test_a_published_stage_is_announced_before_it_opens() -> None:
    published()
    found = current_stage("en", DRAFTED)
    assert found is not None
    assert (found.name, found.is_open) == ("Stage 1", False)


def test_a_short_notice_is_recorded_and_does_not_stop_the_publication() -> None:
    draft()
    assert publish_stage(sora(), "one", seen=1, now=OPENS - timedelta(days=3)) == ["notice_is_short"]
    after = last_entry().after
    assert after is not None
    assert after["warnings"] == ["notice_is_short"]


def test_faulty_terms_are_not_published_and_every_fault_is_told_at_once() -> None:
    draft(terms=replace(TERMS, rules_en="", max_turns=99))
    with pytest.raises(ActRefused) as refused:
        publish_stage(sora(), "one", seen=1, now=DRAFTED)
    assert [issue.code for issue in refused.value.issues] == ["rules_en_missing", "max_turns_out_of_bounds"]


def test_published_terms_cannot_be_edited() -> None:
    published()
    with pytest.raises(ActRefused, match="stage_is_not_draft"):
        edit_stage(sora(), "one", TERMS, seen=revision(), now=DRAFTED)


def test_a_publication_taken_back_can_be_mended_and_published_anew() -> None:
    published()
    retract_stage(sora(), "one", seen=revision(), now=DRAFTED, reason="오타")
    edit_stage(dohyun(), "one", replace(TERMS, min_votes=50), seen=revision(), now=DRAFTED)
    publish_stage(sora(), "one", seen=revision(), now=DRAFTED + HOUR)
    stage = Stage.objects.get()
    assert (stage.state, stage.min_votes, stage.published_at) == ("published", 50, DRAFTED + HOUR)


def test_opening_lays_the_conditions_down_and_takes_battles() -> None:
    published(terms=replace(TERMS, temperature=0.2, top_p=0.5, max_tokens=99, max_turns=2, min_votes=7))
    open_stage(sora(), "one", seen=revision(), now=OPENS)
    pool = Pool.objects.get(ref=pool_of())
    assert (pool.temperature, pool.top_p, pool.max_tokens, pool.max_turns, pool.min_votes, pool.system_prompt) == (
        *(0.2, 0.5, 99, 2, 7),
        "친절하게 답하세요.",
    )
    ask()


def test_opening_freezes_the_entrants_and_writes_their_digests_down() -> None:
    opened()
    found = stage_record("one")
    assert found is not None
    assert all(entry.as_frozen for entry in found.entries)
    after = last_entry().after
    assert after is not None
    assert after["frozen"] == {entry.entrant_slug: entry.frozen_sha256 for entry in found.entries}


def test_a_frozen_entrants_digest_is_that_of_what_is_kept() -> None:
    opened()
    entry = Stage.objects.get().entries.order_by("pk").first()
    assert entry is not None
    assert digest(entry.frozen) == entry.frozen_sha256
    assert entry.frozen["endpoints"] == [["https://pine.example:8443", "m-pine", ""]]
    assert entry.frozen["contexts"] == [["https://pine.example:8443", CONTEXT_TOKENS]]


def test_a_context_that_was_changed_behind_the_freeze_shows() -> None:
    opened()
    Endpoint.objects.filter(served_name="m-pine").update(context_tokens=CONTEXT_TOKENS + 1)
    found = stage_record("one")
    assert found is not None
    assert [entry.as_frozen for entry in found.entries].count(False) == 1


def test_what_was_frozen_by_a_version_that_knew_less_stays_as_frozen() -> None:
    opened()
    entry = Stage.objects.get().entries.order_by("pk").first()
    assert entry is not None
    del entry.frozen["contexts"]
    entry.frozen_sha256 = digest(entry.frozen)
    entry.save()
    found = stage_record("one")
    assert found is not None
    assert all(entry.as_frozen for entry in found.entries)


def test_terms_that_were_changed_behind_the_publication_keep_it_from_opening() -> None:
    published()
    Stage.objects.update(min_votes=1)
    with pytest.raises(ActRefused, match="terms_changed_since_publishing"):
        open_stage(sora(), "one", seen=revision(), now=OPENS)


def test_an_ill_entrant_is_told_and_does_not_stop_the_opening() -> None:
    published()
    found = stage_record("one")
    assert found is not None
    look_well(found.entries[0].entrant_ref, problem="connect")
    assert open_stage(sora(), "one", seen=revision(), now=OPENS) == ["entrant_is_ill"]


def test_one_stage_runs_at_a_time() -> None:
    opened("one")
    draft("two")
    publish_stage(sora(), "two", seen=1, now=DRAFTED)
    assert [issue.code for issue in opening_issues("two", OPENS)] == ["another_stage_runs", "too_few_competing"]


def test_the_engine_refuses_other_conditions_once_there_are_battles() -> None:
    opened()
    ask()
    with pytest.raises(PoolInUse):
        set_conditions(pool_of(), PoolConditions("", 1.0, 1.0, 1, 1, 1))


def test_a_pause_stops_new_battles_and_tells_the_public_why() -> None:
    opened()
    pause_stage(dohyun(), "one", seen=revision(), now=OPENS + HOUR, **NOTICE)
    assert [notice.text for notice in standing_notices("one", "ko")] == ["서버를 살펴보는 중이에요."]
    with pytest.raises(PoolClosed):
        ask()


def test_a_stage_that_resumes_takes_battles_and_ends_its_notice() -> None:
    paused()
    resume_stage(dohyun(), "one", seen=revision(), now=OPENS + 2 * HOUR)
    ask()
    assert standing_notices("one", "ko") == []
    assert [notice.ended_at for notice in notices_of("one", "en")] == [OPENS + 2 * HOUR]


def test_a_double_click_on_pause_is_one_pause() -> None:
    opened()
    seen = revision()
    pause_stage(dohyun(), "one", seen=seen, now=OPENS + HOUR, **NOTICE)
    with pytest.raises(ActRefused, match="changed_meanwhile"):
        pause_stage(dohyun(), "one", seen=seen, now=OPENS + HOUR, **NOTICE)
    assert AuditEntry.objects.filter(act="pause_stage").count() == 1
    assert len(notices_of("one", "ko")) == 1


def test_an_extension_moves_the_end_and_keeps_the_published_terms_on_record() -> None:
    opened()
    later = CLOSES + timedelta(days=7)
    extend_stage(sora(), "one", later, seen=revision(), now=OPENS + HOUR, **NOTICE)
    stage = Stage.objects.get()
    assert (stage.closes_at, stage.terms) == (later, terms_as_json(TERMS))
    assert [notice.kind for notice in standing_notices("one", "ko")] == ["extended"]


def test_a_stage_closes_at_its_end_and_takes_no_more_battles() -> None:
    opened()
    close_stage(sora(), "one", seen=revision(), now=CLOSES)
    assert (state(), Stage.objects.get().closed_at) == ("closed", CLOSES)
    with pytest.raises(PoolClosed):
        ask()


def test_one_person_does_not_close_a_stage_early() -> None:
    opened()
    with pytest.raises(ActRefused, match="early_close_takes_two"):
        close_stage(sora(), "one", seen=revision(), now=CLOSES - HOUR)


def test_closing_ends_the_notice_of_a_pause() -> None:
    paused()
    close_stage(sora(), "one", seen=revision(), now=CLOSES)
    assert standing_notices("one", "ko") == []


def test_battles_under_way_are_told_at_the_close_and_hold_the_final_result_back() -> None:
    opened()
    ask()
    warned = close_stage(sora(), "one", seen=revision(), now=CLOSES)
    assert warned == ["battles_under_way", *["entrant_below_min_votes"] * 3]
    assert [issue.code for issue in finalising_issues("one")] == ["battles_not_ended"]
    with pytest.raises(ActRefused, match="battles_not_ended"):
        finalise_stage(sora(), "one", seen=revision(), now=CLOSES + HOUR)


def test_a_closed_stage_becomes_final() -> None:
    closed()
    finalise_stage(sora(), "one", seen=revision(), now=CLOSES + HOUR)
    assert (state(), Stage.objects.get().finalised_at) == ("final", CLOSES + HOUR)


def test_a_stage_that_was_closed_stays_the_one_that_is_shown_until_the_next_is_published() -> None:
    closed("one")
    publish_stage(sora(), draft("two", replace(TERMS, name_en="Stage 2")), seen=1, now=DRAFTED)
    now = CLOSES + HOUR
    found = current_stage("en", now)
    assert found is not None
    assert found.name == "Stage 2"
    assert {record.slug for record in stage_records()} == {"one", "two"}


def test_the_gates_that_pages_show_are_those_that_the_acts_refuse_by() -> None:
    draft(terms=replace(TERMS, rules_en=""))
    assert [issue.code for issue in publishing_issues("one", DRAFTED)] == ["rules_en_missing"]
    assert [issue.code for issue in closing_issues("one", DRAFTED)] == ["stage_is_not_running"]


def test_an_unknown_stage_is_refused() -> None:
    with pytest.raises(ActRefused, match="stage_unknown"):
        open_stage(sora(), "nowhere", seen=1, now=OPENS)


def test_a_viewer_does_nothing_to_a_stage_and_leaves_no_trace() -> None:
    opened()
    before = AuditEntry.objects.count()
    later = CLOSES + HOUR
    who, seen = yuna(), revision()
    attempts: list[Callable[[], object]] = [
        lambda: create_stage(who, "two", TERMS, now=OPENS),
        lambda: edit_stage(who, "one", TERMS, seen=seen, now=OPENS),
        lambda: publish_stage(who, "one", seen=seen, now=OPENS),
        lambda: retract_stage(who, "one", seen=seen, now=OPENS, reason="x"),
        lambda: open_stage(who, "one", seen=seen, now=OPENS),
        lambda: pause_stage(who, "one", seen=seen, now=OPENS, **NOTICE),
        lambda: resume_stage(who, "one", seen=seen, now=OPENS),
        lambda: extend_stage(who, "one", later, seen=seen, now=OPENS, **NOTICE),
        lambda: close_stage(who, "one", seen=seen, now=CLOSES),
        lambda: finalise_stage(who, "one", seen=seen, now=CLOSES),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert (AuditEntry.objects.count(), state()) == (before, StageState.OPEN)


def test_a_team_can_be_fielded_while_a_stage_runs_without_being_in_it() -> None:
    opened()
    field_team("oak")
    found = stage_record("one")
    assert found is not None
    assert "oak-1" not in [entry.entrant_slug for entry in found.entries]
