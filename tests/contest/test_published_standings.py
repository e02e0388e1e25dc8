"""A standing is published by two people, and stands for ever after that."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F

from arena.models import Pool
from contest.actions.proposals import confirm_proposal, propose_standing, reject_proposal
from contest.actions.refusals import ActRefused, NotAllowed
from contest.models import AuditEntry, PublishedStanding
from tests.contest.cast import CLOSES, dohyun, haneul, opened, sora, yuna
from tests.contest.standing_cast import (
    RATINGS,
    TERMS_WITH_GATE,
    enter,
    enter_all,
    judged_stage,
    now_digest,
    publish_board,
    publish_now,
    published_standing,
    sheet,
)
from tests.contest.standing_cast import propose as propose_now

pytestmark = pytest.mark.django_db
NOW = CLOSES + timedelta(days=3)


def propose() -> str:
    return propose_now(now=NOW)


def published() -> PublishedStanding:
    return published_standing(now=NOW)


def test_a_second_person_publishes_the_standing() -> None:
    row = published()
    assert (row.number, row.snapshot_number, row.published_at) == (1, 1, NOW)
    assert [(place["entrant"], place["rank"]) for place in row.content["places"]] == [
        ("maple-1", 1),
        ("pine-1", 2),
        ("birch-1", 3),
    ]
    assert row.content["places"][0]["total"]["value"] == "74.93"


def test_the_digest_is_that_of_the_row_as_anybody_writes_it_down() -> None:
    row = published()
    text = json.dumps(row.content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == row.sha256


def test_the_log_tells_who_proposed_and_who_confirmed() -> None:
    row = published()
    first, second = AuditEntry.objects.filter(act__endswith="_standing").order_by("pk")
    assert (first.act, first.actor_name) == ("propose_standing", "sora")
    assert (second.act, second.actor_name, second.object_ref) == ("confirm_standing", "haneul", "one")
    assert second.after is not None
    assert (second.after["sha256"], second.after["proposed_by"]) == (row.sha256, "sora")


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_what_was_published(act: str) -> None:
    published()
    rows = PublishedStanding.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(sha256="0" * 64) if act == "update" else rows.delete()


def test_a_chief_alone_publishes_nothing() -> None:
    judged_stage()
    enter_all()
    proposal = propose()
    with pytest.raises(ActRefused, match="proposal_needs_another"):
        confirm_proposal(sora(), proposal, now=NOW)
    assert not PublishedStanding.objects.exists()


def test_an_operator_confirms_and_does_not_propose_and_a_viewer_does_neither() -> None:
    judged_stage()
    enter_all()
    for who in (dohyun(), yuna()):
        with pytest.raises(NotAllowed):
            propose_standing(who, "one", seen=now_digest(), now=NOW, reason="x")
    proposal = propose()
    with pytest.raises(NotAllowed):
        confirm_proposal(yuna(), proposal, now=NOW)
    confirm_proposal(dohyun(), proposal, now=NOW)
    assert PublishedStanding.objects.count() == 1


def test_a_standing_that_changed_after_the_look_is_not_proposed() -> None:
    judged_stage()
    enter_all()
    seen = now_digest()
    enter("pine-1", sheet("81"))
    with pytest.raises(ActRefused, match="changed_meanwhile"):
        propose_standing(sora(), "one", seen=seen, now=NOW, reason="평가가 끝남")


def test_results_or_votes_that_changed_after_the_proposal_make_it_outdated() -> None:
    judged_stage()
    enter_all()
    first = propose()
    enter("pine-1", sheet("81"))
    with pytest.raises(ActRefused, match="proposal_is_outdated"):
        confirm_proposal(haneul(), first, now=NOW)
    reject_proposal(haneul(), first, now=NOW, reason="결과가 바뀜")
    second = propose()
    publish_board({"pine-1": 1300.0, "maple-1": 1000.0, "birch-1": 700.0})
    with pytest.raises(ActRefused, match="proposal_is_outdated"):
        confirm_proposal(haneul(), second, now=NOW)
    assert not PublishedStanding.objects.exists()


def test_votes_that_no_board_shows_yet_keep_it_from_being_proposed_and_confirmed() -> None:
    judged_stage()
    enter_all()
    proposal = propose()
    Pool.objects.update(folds=F("folds") + 1)
    with pytest.raises(ActRefused, match="board_is_behind"):
        confirm_proposal(haneul(), proposal, now=NOW)
    reject_proposal(haneul(), proposal, now=NOW, reason="표를 다시 셈")
    with pytest.raises(ActRefused, match="board_is_behind"):
        propose()


def test_what_is_published_tells_what_kind_of_stage_it_was() -> None:
    assert published().content["stage"]["kind"] == "contest"


def test_an_incomplete_standing_is_not_proposed() -> None:
    judged_stage()
    with pytest.raises(ActRefused, match=r"evaluations_missing.*gates_unjudged"):
        propose()


def test_an_unrated_entrant_keeps_the_standing_from_being_published_unless_it_failed_a_gate() -> None:
    judged_stage(ratings={"pine-1": 1100.0, "maple-1": 900.0})
    enter_all()
    with pytest.raises(ActRefused, match="citizen_points_missing"):
        propose()
    enter("birch-1", sheet(passed=False))
    last = publish_now(now=NOW).content["places"][-1]
    assert (last["entrant"], last["rank"], last["out"], last["total"]) == ("birch-1", None, True, {})


def test_an_unrated_entrant_is_published_without_a_rank_for_a_reason_that_two_people_saw() -> None:
    judged_stage(ratings={"pine-1": 1100.0, "maple-1": 900.0})
    enter_all()
    enter("birch-1", replace(sheet(), left_out="표가 모자람"))
    row = publish_now(now=NOW)
    assert [(place["entrant"], place["rank"], place["left_out"]) for place in row.content["places"]] == [
        ("pine-1", 1, ""),
        ("maple-1", 2, ""),
        ("birch-1", None, "표가 모자람"),
    ]
    assert (row.content["places"][-1]["out"], row.content["places"][-1]["total"]) == (False, {})
    proposed = AuditEntry.objects.get(act="propose_standing").after
    assert proposed is not None
    assert proposed["left_out"] == {"birch-1": "표가 모자람"}


def test_a_reason_for_no_rank_that_changed_after_the_proposal_makes_it_outdated() -> None:
    judged_stage(ratings={"pine-1": 1100.0, "maple-1": 900.0})
    enter_all()
    enter("birch-1", replace(sheet(), left_out="표가 모자람"))
    proposal = propose()
    enter("birch-1", replace(sheet(), left_out="서버가 멈춤"))
    with pytest.raises(ActRefused, match="proposal_is_outdated"):
        confirm_proposal(haneul(), proposal, now=NOW)


def test_who_is_rated_after_all_is_ranked_whatever_the_sheet_says() -> None:
    judged_stage(ratings={"pine-1": 1100.0, "maple-1": 900.0})
    enter_all()
    enter("birch-1", replace(sheet(), left_out="표가 모자람"))
    publish_board({"pine-1": 1100.0, "maple-1": 900.0, "birch-1": 1200.0})
    content = publish_now(now=NOW).content
    assert {place["entrant"]: place["left_out"] for place in content["places"]} == dict.fromkeys(RATINGS, "")
    assert all(place["rank"] for place in content["places"])


def test_a_stage_that_runs_has_nothing_to_publish() -> None:
    opened("one", TERMS_WITH_GATE)
    with pytest.raises(ActRefused, match="stage_is_not_over"):
        propose()


def test_what_is_published_is_not_published_twice_and_a_correction_is_another_row() -> None:
    first = published()
    with pytest.raises(ActRefused, match="standing_is_published"):
        propose()
    enter("pine-1", sheet("99"))
    publish_now(now=NOW)
    assert list(PublishedStanding.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert PublishedStanding.objects.get(number=1).sha256 == first.sha256


def test_a_reason_is_asked_for() -> None:
    judged_stage()
    enter_all()
    with pytest.raises(ActRefused, match="reason_missing"):
        propose_standing(sora(), "one", seen=now_digest(), now=NOW, reason=" ")
