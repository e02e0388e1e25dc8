"""Two-person acts: voiding and restoring votes, and closing a stage early."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from arena.actions.folding import fold_votes
from arena.actions.voids import restore_votes, void_votes
from arena.models import Tally, Vote
from contest.actions.proposals import (
    confirm_proposal,
    propose_early_close,
    propose_restore,
    propose_void,
    reject_proposal,
)
from contest.actions.refusals import ActRefused, NotAllowed
from contest.actions.stages_running import close_stage, extend_stage
from contest.models import AuditEntry, Proposal, Stage
from contest.queries.audit import count_proposals, proposal_view, proposals_page
from contest.queries.notices import standing_notices
from tests.arena_cast import voted
from tests.contest.cast import (
    CLOSES,
    NOTICE,
    OPENS,
    bitna,
    dohyun,
    haneul,
    minsu,
    opened,
    pool_of,
    revision,
    sora,
    yuna,
)

pytestmark = pytest.mark.django_db
NOW = OPENS + timedelta(days=1)


def cast_votes(count: int = 1) -> list[str]:
    """Receipts of counted votes in the open stage."""
    for number in range(count):
        voted(pool_of(), voter=f"{number:064d}", seed=number)
    fold_votes(pool_of())
    return sorted(Vote.objects.values_list("receipt_ref", flat=True))


def counted() -> int:
    return sum(row.a_wins + row.b_wins + row.ties + row.both_bads for row in Tally.objects.filter(slice="all"))


def is_void(receipt: str) -> bool:
    return Vote.objects.get(receipt_ref=receipt).voided_at is not None


def test_a_proposal_alone_voids_nothing() -> None:
    opened()
    (receipt,) = cast_votes()
    propose_void(dohyun(), [receipt], now=NOW, reason="같은 사람")
    assert not is_void(receipt)
    assert count_proposals(only_open=True) == 1


def test_a_second_person_voids_the_vote_and_the_board_follows() -> None:
    opened()
    receipts = cast_votes(3)
    confirm_proposal(bitna(), propose_void(dohyun(), receipts[:1], now=NOW, reason="같은 사람"), now=NOW)
    assert (is_void(receipts[0]), Vote.objects.get(receipt_ref=receipts[0]).void_reason) == (True, "같은 사람")
    fold_votes(pool_of())
    assert counted() == 2


def test_a_void_is_undone_by_the_same_road() -> None:
    opened()
    receipts = cast_votes(3)
    confirm_proposal(bitna(), propose_void(dohyun(), receipts, now=NOW, reason="같은 사람"), now=NOW)
    fold_votes(pool_of())
    confirm_proposal(dohyun(), propose_restore(bitna(), receipts, now=NOW, reason="가족이었음"), now=NOW)
    fold_votes(pool_of())
    assert counted() == 3


def test_the_log_tells_who_proposed_and_who_confirmed() -> None:
    opened()
    (receipt,) = cast_votes()
    confirm_proposal(bitna(), propose_void(dohyun(), [receipt], now=NOW, reason="같은 사람"), now=NOW)
    proposed, confirmed = AuditEntry.objects.filter(act__endswith="_void").order_by("pk")
    assert (proposed.act, proposed.actor_name) == ("propose_void", "dohyun")
    assert (confirmed.act, confirmed.actor_name, confirmed.object_ref) == ("confirm_void", "bitna", receipt)
    assert confirmed.after is not None
    assert confirmed.after["proposed_by"] == "dohyun"


def test_nobody_confirms_their_own_proposal() -> None:
    opened()
    (receipt,) = cast_votes()
    proposal = propose_void(dohyun(), [receipt], now=NOW, reason="같은 사람")
    with pytest.raises(ActRefused, match="proposal_needs_another"):
        confirm_proposal(dohyun(), proposal, now=NOW)
    assert not is_void(receipt)


def test_the_table_itself_refuses_one_person_as_two() -> None:
    opened()
    (receipt,) = cast_votes()
    propose_void(dohyun(), [receipt], now=NOW, reason="같은 사람")
    with pytest.raises(IntegrityError):
        Proposal.objects.update(decision="confirmed", decided_by=dohyun().account_id, decided_at=NOW)


def test_a_proposal_is_confirmed_once() -> None:
    opened()
    (receipt,) = cast_votes()
    proposal = propose_void(dohyun(), [receipt], now=NOW, reason="같은 사람")
    confirm_proposal(bitna(), proposal, now=NOW)
    with pytest.raises(ActRefused, match="proposal_is_decided"):
        confirm_proposal(sora(), proposal, now=NOW)


def test_an_old_proposal_is_stale() -> None:
    opened()
    (receipt,) = cast_votes()
    proposal = propose_void(dohyun(), [receipt], now=NOW, reason="같은 사람")
    with pytest.raises(ActRefused, match="proposal_is_stale"):
        confirm_proposal(bitna(), proposal, now=NOW + timedelta(days=7, seconds=1))


def test_a_vote_that_was_voided_meanwhile_makes_the_proposal_outdated_and_keeps_it_open() -> None:
    opened()
    (receipt,) = cast_votes()
    proposal = propose_void(dohyun(), [receipt], now=NOW, reason="같은 사람")
    void_votes([receipt], "규칙", NOW)
    with pytest.raises(ActRefused, match="proposal_is_outdated"):
        confirm_proposal(bitna(), proposal, now=NOW)
    found = proposal_view(proposal)
    assert found is not None
    assert found.decision == "open"


def test_votes_are_voided_all_or_none() -> None:
    opened()
    receipts = cast_votes(2)
    proposal = propose_void(dohyun(), receipts, now=NOW, reason="같은 사람")
    void_votes(receipts[1:], "규칙", NOW)
    with pytest.raises(ActRefused, match="proposal_is_outdated"):
        confirm_proposal(bitna(), proposal, now=NOW)
    assert not is_void(receipts[0])


def test_the_same_is_not_proposed_twice_at_a_time() -> None:
    opened()
    (receipt,) = cast_votes()
    first = propose_void(dohyun(), [receipt], now=NOW, reason="같은 사람")
    with pytest.raises(ActRefused, match="proposal_exists"):
        propose_void(bitna(), [receipt], now=NOW, reason="같은 사람")
    reject_proposal(bitna(), first, now=NOW, reason="증거가 모자람")
    assert propose_void(bitna(), [receipt], now=NOW, reason="새 증거") != first


def test_a_rejected_proposal_is_not_confirmed() -> None:
    opened()
    (receipt,) = cast_votes()
    proposal = propose_void(dohyun(), [receipt], now=NOW, reason="같은 사람")
    reject_proposal(dohyun(), proposal, now=NOW, reason="잘못 봤음")
    with pytest.raises(ActRefused, match="proposal_is_decided"):
        confirm_proposal(bitna(), proposal, now=NOW)
    assert [view.decision for view in proposals_page(0, 10, only_open=False)] == ["rejected"]


@pytest.mark.parametrize(
    ("receipts", "reason", "code"),
    [
        ([], "같은 사람", "votes_missing"),
        (["nowhere"], "같은 사람", "vote_unknown"),
        (None, " ", "reason_missing"),
        (None, "길" * 201, "reason_too_long"),
    ],
)
def test_what_cannot_be_voided_is_not_proposed(receipts: list[str] | None, reason: str, code: str) -> None:
    opened()
    known = cast_votes()
    with pytest.raises(ActRefused, match=code):
        propose_void(dohyun(), known if receipts is None else receipts, now=NOW, reason=reason)


def test_only_what_counts_is_voided_and_only_what_is_void_restored() -> None:
    opened()
    (receipt,) = cast_votes()
    with pytest.raises(ActRefused, match="vote_counts"):
        propose_restore(dohyun(), [receipt], now=NOW, reason="가족이었음")
    void_votes([receipt], "규칙", NOW)
    with pytest.raises(ActRefused, match="vote_is_void"):
        propose_void(dohyun(), [receipt], now=NOW, reason="같은 사람")
    restore_votes([receipt])
    assert not is_void(receipt)


def test_an_unknown_proposal_is_refused() -> None:
    with pytest.raises(ActRefused, match="proposal_unknown"):
        confirm_proposal(bitna(), "nowhere", now=NOW)


@pytest.mark.parametrize("who", [yuna, minsu])
def test_a_viewer_neither_proposes_nor_confirms_nor_rejects(who: object) -> None:
    opened()
    (receipt,) = cast_votes()
    proposal = propose_void(dohyun(), [receipt], now=NOW, reason="같은 사람")
    viewer = who()  # type: ignore[operator]
    for attempt in (
        lambda: propose_void(viewer, [receipt], now=NOW, reason="x"),
        lambda: confirm_proposal(viewer, proposal, now=NOW),
        lambda: reject_proposal(viewer, proposal, now=NOW, reason="x"),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_an_operator_and_a_chief_close_a_stage_early_and_tell_the_public() -> None:
    opened()
    proposal = propose_early_close(dohyun(), "one", now=NOW, reason="장애", **NOTICE)
    confirm_proposal(sora(), proposal, now=NOW)
    stage = Stage.objects.get()
    assert (stage.state, stage.closed_at, stage.closes_at) == ("closed", NOW, CLOSES)
    assert [notice.kind for notice in standing_notices("one", "ko")] == ["closed_early"]


def test_a_second_operator_does_not_close_a_stage_early() -> None:
    opened()
    proposal = propose_early_close(dohyun(), "one", now=NOW, reason="장애", **NOTICE)
    with pytest.raises(NotAllowed):
        confirm_proposal(bitna(), proposal, now=NOW)


def test_two_chiefs_may_close_a_stage_early() -> None:
    opened()
    proposal = propose_early_close(sora(), "one", now=NOW, reason="장애", **NOTICE)
    confirm_proposal(haneul(), proposal, now=NOW)
    assert Stage.objects.get().state == "closed"


def test_an_early_close_needs_a_reason_and_a_notice() -> None:
    opened()
    with pytest.raises(ActRefused) as refused:
        propose_early_close(dohyun(), "one", now=NOW, reason="", notice_ko="", notice_en="")
    assert {"notice_missing", "reason_missing"} <= {issue.code for issue in refused.value.issues}


def test_an_early_close_of_a_stage_that_was_extended_meanwhile_is_outdated() -> None:
    opened()
    proposal = propose_early_close(dohyun(), "one", now=NOW, reason="장애", **NOTICE)
    extend_stage(sora(), "one", CLOSES + timedelta(days=1), seen=revision(), now=NOW, **NOTICE)
    with pytest.raises(ActRefused, match="proposal_is_outdated"):
        confirm_proposal(haneul(), proposal, now=NOW)


def test_an_early_close_of_a_stage_that_closed_meanwhile_is_refused() -> None:
    opened()
    late = CLOSES - timedelta(hours=1)
    proposal = propose_early_close(dohyun(), "one", now=late, reason="장애", **NOTICE)
    close_stage(sora(), "one", seen=revision(), now=CLOSES)
    with pytest.raises(ActRefused, match="stage_is_not_running"):
        confirm_proposal(haneul(), proposal, now=CLOSES)
