"""Findings in the engine: found in the rows, applied and undone by one road, and the board follows."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from arena.actions.findings import (
    FindingIsDecided,
    FindingNotApplied,
    FindingNotFound,
    NeedsTwoPeople,
    ReasonMissing,
    apply_finding,
    dismiss_finding,
    undo_finding,
)
from arena.actions.folding import fold_votes, read_tallies
from arena.actions.leaderboard import publish_snapshot
from arena.actions.looking import look_for_findings
from arena.actions.recomputing import recompute_snapshot
from arena.actions.traits import forget_traits, note_traits
from arena.actions.voids import void_votes
from arena.models import Entrant, Finding, FindingVote, LeaderboardSnapshot, Pool, Vote, VoterTrait
from arena.queries.findings import FindingView, finding, findings, votes_of_finding
from arena.queries.seen_votes import seen_votes
from arena.tasks import judge_votes
from tests.arena_cast import NOW, make_pool
from tests.integrity.bulk_votes import TARGET, make_votes

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)
TWO = ("kim", "lee")


@pytest.fixture(scope="module")
def pool(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A pool with 2,000 honest votes from many networks, and 150 bought ones from one.

    Made once: each test's own transaction lies within this one, and what it changes is rolled back alone.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        ref = make_pool()
        for i, name in enumerate(make_votes(ref, 0, 200, 10)):
            note_traits(name, {"network": f"n{i % 40}"}, NOW)
        for name in make_votes(ref, 1000, 15, 10, bought=True):
            note_traits(name, {"network": "bought"}, NOW)
        yield ref
        transaction.set_rollback(True)


def looked(pool_ref: str) -> FindingView:
    """The one finding of a look at the votes."""
    look_for_findings(pool_ref, LATER)
    (found,) = findings(pool_ref)
    return found


def keep_open(pool_ref: str) -> FindingView:
    """The finding as if it were less plain: open, its votes still counted."""
    found = looked(pool_ref)
    row = Finding.objects.get(ref=found.ref)
    row.places.update(set_aside=False)
    Vote.objects.update(voided_at=None, void_reason="")
    row.decisions.all().delete()
    Finding.objects.update(state="open")
    opened = finding(found.ref)
    assert opened is not None
    return opened


def counted() -> int:
    fold_votes(Pool.objects.get().ref)
    return sum(tally.votes for tally in read_tallies(Pool.objects.get()))


def test_a_plain_group_is_found_with_its_evidence_and_set_aside_by_rule(pool: str) -> None:
    found = looked(pool)
    assert (found.detector, found.subject, found.state) == ("group_targets", "network=bought", "applied_by_rule")
    assert found.toward == Entrant.objects.order_by("pk")[TARGET].ref
    assert (found.votes, found.looked_at_votes, found.numbers["voters"]) == (150, 2150, 15)
    assert {voter for _receipt, voter in votes_of_finding(found.ref)} == {f"{1000 + i:064d}" for i in range(15)}
    assert [(one.verb, one.by) for one in found.decisions] == [("apply", ())]


def test_the_effect_is_told_for_every_entrant(pool: str) -> None:
    found = looked(pool)
    by_entrant = {one.entrant_ref: one.change for one in found.effect}
    assert len(by_entrant) == 5
    assert min(by_entrant, key=lambda ref: by_entrant[ref]) == found.toward
    assert by_entrant[found.toward] < -5


def test_the_board_follows_and_the_effect_is_what_happens(pool: str) -> None:
    fold_votes(pool)
    publish_snapshot(pool, NOW)
    found = looked(pool)
    fold_votes(pool)
    publish_snapshot(pool, LATER)
    boards = list(LeaderboardSnapshot.objects.order_by("number"))
    before, after = ({row["entrant"]: row["rating"] for row in board.rows} for board in boards)
    for one in found.effect:
        assert (before[one.entrant_ref], after[one.entrant_ref]) == pytest.approx((one.with_votes, one.without_votes))
    assert all(recompute_snapshot(board.ref).agrees for board in boards)


def test_votes_set_aside_have_the_finding_as_their_reason(pool: str) -> None:
    found = looked(pool)
    assert set(Vote.objects.exclude(voided_at=None).values_list("void_reason", flat=True)) == {
        f"finding {found.ref}: group_targets"
    }
    assert counted() == 2000


def test_another_look_finds_nothing_more(pool: str) -> None:
    looked(pool)
    assert look_for_findings(pool, LATER) == []
    assert Finding.objects.count() == 1


def test_new_votes_of_a_group_that_is_known_are_set_aside_too(pool: str) -> None:
    looked(pool)
    for name in make_votes(pool, 2000, 5, 10, bought=True):
        note_traits(name, {"network": "bought"}, NOW)
    look_for_findings(pool, LATER)
    assert [(one.state, one.votes) for one in findings(pool)] == [("applied_by_rule", 50), ("applied_by_rule", 150)]
    assert counted() == 2000


def test_undoing_takes_two_people_and_lets_the_votes_count_again(pool: str) -> None:
    before = counted()
    found = looked(pool)
    counted()
    undo_finding(found.ref, TWO, "A school's class took part.", LATER)
    undone = finding(found.ref)
    assert undone is not None
    assert (undone.state, undone.decisions[-1].verb, undone.decisions[-1].by) == ("dismissed", "undo", TWO)
    assert counted() == before
    assert look_for_findings(pool, LATER) == []


def test_two_people_apply_what_is_open(pool: str) -> None:
    found = keep_open(pool)
    apply_finding(found.ref, TWO, "Bought accounts.", LATER)
    applied = finding(found.ref)
    assert applied is not None
    assert (applied.state, applied.decisions[-1].by) == ("applied_by_two", TWO)
    assert counted() == 2000


def test_a_dismissed_finding_changes_nothing_and_the_rule_respects_it(pool: str) -> None:
    found = keep_open(pool)
    dismiss_finding(found.ref, "kim", "A school's class took part.", LATER)
    assert look_for_findings(pool, LATER) == []
    assert counted() == 2150


def test_a_dismissed_group_that_doubles_is_raised_again_for_people(pool: str) -> None:
    dismiss_finding(keep_open(pool).ref, "kim", "A school's class took part.", LATER)
    for name in make_votes(pool, 2000, 16, 10, bought=True):
        note_traits(name, {"network": "bought"}, NOW)
    look_for_findings(pool, LATER)
    assert [(one.state, one.votes) for one in findings(pool)] == [("open", 160), ("dismissed", 150)]


def test_an_open_finding_is_brought_up_to_date(pool: str) -> None:
    found = keep_open(pool)
    for name in make_votes(pool, 3000, 40, 10, bought=True):
        note_traits(name, {"network": "bought"}, NOW)
    look_for_findings(pool, LATER)
    (renewed,) = findings(pool, "open")
    assert (renewed.ref, renewed.votes) == (found.ref, 550)


def test_one_person_is_not_two(pool: str) -> None:
    found = keep_open(pool)
    for by in (("kim", "kim"), ("kim", "")):
        with pytest.raises(NeedsTwoPeople):
            apply_finding(found.ref, by, "Bought accounts.", LATER)


def test_a_decision_needs_its_reason(pool: str) -> None:
    found = keep_open(pool)
    for reason in ("  ", "x" * 201):
        with pytest.raises(ReasonMissing):
            dismiss_finding(found.ref, "kim", reason, LATER)


def test_nothing_is_decided_twice(pool: str) -> None:
    found = looked(pool)
    with pytest.raises(FindingIsDecided):
        apply_finding(found.ref, TWO, "Bought accounts.", LATER)
    with pytest.raises(FindingIsDecided):
        dismiss_finding(found.ref, "kim", "No.", LATER)
    undo_finding(found.ref, TWO, "Wrong.", LATER)
    with pytest.raises(FindingNotApplied):
        undo_finding(found.ref, TWO, "Wrong.", LATER)


def test_an_unknown_finding_is_not_there() -> None:
    assert finding("nowhere") is None
    with pytest.raises(FindingNotFound):
        undo_finding("nowhere", TWO, "Wrong.", LATER)


def test_a_vote_in_two_applied_findings_counts_again_when_both_are_undone(pool: str) -> None:
    first = looked(pool)
    vote = Vote.objects.exclude(voided_at=None).first()
    assert vote is not None
    second = Finding.objects.create(
        pool=Pool.objects.get(), detector="burst", subject="x", looked_at_votes=1, found_at=NOW, renewed_at=NOW
    )
    FindingVote.objects.create(finding=second, vote=vote)
    apply_finding(second.ref, TWO, "A burst.", LATER)
    undo_finding(first.ref, TWO, "Wrong.", LATER)
    vote.refresh_from_db()
    assert vote.void_reason == f"finding {second.ref}: burst"
    undo_finding(second.ref, TWO, "Wrong.", LATER)
    vote.refresh_from_db()
    assert (vote.voided_at, vote.void_reason) == (None, "")


def test_what_people_voided_themselves_stays_void_when_a_finding_is_undone(pool: str) -> None:
    found = keep_open(pool)
    receipt = votes_of_finding(found.ref)[0][0]
    void_votes([receipt], "by hand", LATER)
    apply_finding(found.ref, TWO, "Bought accounts.", LATER)
    undo_finding(found.ref, TWO, "Wrong.", LATER)
    assert list(Vote.objects.exclude(voided_at=None).values_list("receipt_ref", "void_reason")) == [
        (receipt, "by hand")
    ]


def test_votes_that_were_void_from_the_start_are_not_looked_at(pool: str) -> None:
    Vote.objects.filter(pk=Vote.objects.latest("pk").pk).update(voided_at=NOW, void_reason="identity_probe")
    assert len(seen_votes(pool).keys) == 2149


def test_the_task_looks_at_pools_that_are_voted_in(pool: str) -> None:
    judge_votes()
    assert findings(pool) == []
    Vote.objects.update(cast_at=datetime.now(UTC))
    judge_votes()
    assert "group_targets" in {one.detector for one in findings(pool)}


def test_a_vote_belongs_to_the_network_that_was_noted_last_before_it(pool: str) -> None:
    vote = Vote.objects.order_by("pk")[0]
    note_traits(vote.voter_ref, {"network": "moved"}, vote.cast_at)
    note_traits(vote.voter_ref, {"network": "later"}, vote.cast_at + timedelta(days=1))
    network = next(one for one in seen_votes(pool).seen.features if one.name == "network")
    assert network.labels[network.group[0]] == "moved"


def test_a_persons_traits_are_forgotten(pool: str) -> None:
    forget_traits(f"{1000:064d}")
    assert not VoterTrait.objects.filter(voter_ref=f"{1000:064d}").exists()


def test_unknown_traits_are_refused() -> None:
    with pytest.raises(ValueError, match="address"):
        note_traits("1" * 64, {"address": "127.0.0.1"}, NOW)
