"""Entrants enter a stage, late ones too, and withdraw; what is frozen stays."""

import random
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from arena.actions.battles import open_battle
from arena.actions.folding import fold_votes
from arena.actions.leaderboard import publish_snapshot
from arena.models import Battle, Entrant
from arena.queries.leaderboard import latest_snapshot
from arena.queries.pools import entrant_refs
from contest.actions.entrants import change_endpoints, edit_entrant, switch_endpoint
from contest.actions.refusals import ActRefused, NotAllowed
from contest.actions.stages import create_stage, publish_stage
from contest.actions.stages_entries import enter_stage, withdraw_entrant
from contest.actions.stages_running import close_stage, open_stage
from contest.models import Entry, Fielding
from contest.queries.stage_records import stage_record
from contest.queries.teams import entrant_record, team_history
from contest.rules.teams import Replica
from tests.arena_cast import MINJI, voted
from tests.contest.cast import (
    CLOSES,
    DRAFTED,
    OPENS,
    SETUP,
    TERMS,
    dohyun,
    draft,
    entrant_of,
    field_team,
    opened,
    pass_test,
    pool_of,
    published,
    revision,
    sora,
)

pytestmark = pytest.mark.django_db
LATER = OPENS + timedelta(days=2)


def draw(times: int, now: datetime = LATER) -> "Counter[str]":
    """Battles drawn by entrant name."""
    seen: Counter[str] = Counter()
    rng = random.Random(7)
    for _ in range(times):
        battle_ref, _turn = open_battle(pool_of(), MINJI, "질문", rng=rng, now=now)
        battle = Battle.objects.select_related("entrant_a", "entrant_b").get(ref=battle_ref)
        seen.update([battle.entrant_a.name, battle.entrant_b.name])
    return seen


def revision_of(slug: str) -> int:
    return Fielding.objects.values_list("revision", flat=True).get(slug=slug)


def test_an_entrant_of_a_draft_is_in_the_pool_so_that_its_health_is_looked_at() -> None:
    slug = field_team("pine")
    draft()
    enter_stage(dohyun(), "one", slug, seen=1, now=DRAFTED)
    assert entrant_refs(pool_of()) == [Entrant.objects.get(name=slug).ref]


def test_an_entrant_leaves_a_draft_and_comes_back() -> None:
    slug = field_team("pine")
    draft()
    enter_stage(dohyun(), "one", slug, seen=1, now=DRAFTED)
    withdraw_entrant(dohyun(), "one", slug, seen=2, now=DRAFTED, reason="잘못 넣음")
    assert entrant_refs(pool_of()) == []
    enter_stage(dohyun(), "one", slug, seen=3, now=DRAFTED)
    assert len(entrant_refs(pool_of())) == 1


def test_an_unknown_entrant_does_not_enter() -> None:
    draft()
    with pytest.raises(ActRefused, match="entrant_unknown"):
        enter_stage(dohyun(), "one", "oak-1", seen=1, now=DRAFTED)


def test_a_stale_page_does_not_enter_an_entrant() -> None:
    slug = field_team("pine")
    draft()
    with pytest.raises(ActRefused, match="changed_meanwhile"):
        enter_stage(dohyun(), "one", slug, seen=7, now=DRAFTED)
    assert not Entry.objects.exists()


def test_only_a_chief_lets_an_entrant_in_late_or_withdraws_one() -> None:
    opened()
    slug = field_team("oak")
    with pytest.raises(NotAllowed):
        enter_stage(dohyun(), "one", slug, seen=revision(), now=LATER)
    with pytest.raises(NotAllowed):
        withdraw_entrant(dohyun(), "one", "pine-1", seen=revision(), now=LATER, reason="사정")


def test_a_late_entrant_is_frozen_at_once() -> None:
    opened()
    enter_stage(sora(), "one", field_team("oak"), seen=revision(), now=LATER)
    found = stage_record("one")
    assert found is not None
    late = found.entries[-1]
    assert (late.entrant_slug, late.is_late, late.frozen_at, late.as_frozen) == ("oak-1", True, LATER, True)


def test_a_late_entrant_is_drawn_level_with_the_others_from_then_on() -> None:
    opened()
    draw(60)
    enter_stage(sora(), "one", field_team("oak"), seen=revision(), now=LATER)
    # Twelve ordered pairs of four entrants, ten rounds: everybody stands in half of the battles.
    assert draw(120) == {"pine-1": 60, "maple-1": 60, "birch-1": 60, "oak-1": 60}


def test_a_withdrawn_entrant_is_no_longer_drawn_and_its_votes_stay_rated() -> None:
    opened(terms=replace(TERMS, min_votes=5))
    for number in range(24):
        voted(pool_of(), outcome=("a_better", "b_better", "tie")[number % 3], seed=number)
    withdraw_entrant(sora(), "one", "birch-1", seen=revision(), now=LATER, reason="사정")
    assert set(draw(20)) == {"pine-1", "maple-1"}
    fold_votes(pool_of())
    publish_snapshot(pool_of(), LATER)
    board = latest_snapshot(pool_of())
    assert board is not None
    birch = Entrant.objects.get(name="birch-1").ref
    assert [(row.votes, row.rated) for row in board.rows if row.entrant == birch] == [(16, True)]


def test_a_late_entrant_after_a_withdrawal_is_not_drawn_into_every_battle() -> None:
    opened()
    withdraw_entrant(sora(), "one", "birch-1", seen=revision(), now=LATER, reason="사정")
    draw(60)
    enter_stage(sora(), "one", field_team("oak"), seen=revision(), now=LATER)
    assert draw(60) == {"pine-1": 40, "maple-1": 40, "oak-1": 40}


def test_who_withdrew_from_a_stage_that_runs_stays_out() -> None:
    opened()
    withdraw_entrant(sora(), "one", "birch-1", seen=revision(), now=LATER, reason="사정")
    with pytest.raises(ActRefused, match="entrant_withdrew"):
        enter_stage(sora(), "one", "birch-1", seen=revision(), now=LATER)


def test_that_too_few_are_left_is_told() -> None:
    opened()
    for name, warned in (("pine-1", []), ("maple-1", ["too_few_left"])):
        assert withdraw_entrant(sora(), "one", name, seen=revision(), now=LATER, reason="사정") == warned


def test_an_endpoint_of_a_frozen_entrant_cannot_be_changed() -> None:
    opened()
    with pytest.raises(ActRefused, match="entrant_is_frozen"):
        change_endpoints(sora(), "pine-1", (Replica("https://other.example", "m-1"),), seen=1, now=LATER)


def test_a_frozen_entrant_cannot_be_described_anew() -> None:
    opened()
    with pytest.raises(ActRefused, match="entrant_is_frozen"):
        edit_entrant(sora(), entrant_of("pine", version="2.0"), seen=1, now=LATER)


def test_a_frozen_entrants_replica_can_be_switched_off_and_it_stays_as_frozen() -> None:
    opened()
    record = entrant_record("pine-1")
    assert record is not None
    switch_endpoint(dohyun(), record.endpoints[0].ref, False, now=LATER, reason="점검")
    assert set(draw(6)) == {"maple-1", "birch-1"}
    found = stage_record("one")
    assert found is not None
    assert found.entries[0].as_frozen


def test_an_entrant_that_was_changed_behind_the_door_is_shown_as_another() -> None:
    opened()
    Fielding.objects.filter(slug="pine-1").update(version="2.0")
    found = stage_record("one")
    assert found is not None
    assert [entry.as_frozen for entry in found.entries] == [False, True, True]


def test_before_the_opening_and_after_the_close_an_endpoint_may_change() -> None:
    published()
    change_endpoints(dohyun(), "pine-1", (Replica("https://new.example", "m-1"),), seen=1, now=DRAFTED)
    with pytest.raises(ActRefused, match="endpoint_is_untested"):
        open_stage(sora(), "one", seen=revision(), now=OPENS)
    pass_test(Entry.objects.order_by("pk")[0].fielding.entrant.ref)
    open_stage(sora(), "one", seen=revision(), now=OPENS)
    close_stage(sora(), "one", seen=revision(), now=CLOSES)
    change_endpoints(dohyun(), "pine-1", (), seen=revision_of("pine-1"), now=CLOSES)
    record = entrant_record("pine-1")
    assert record is not None
    assert record.endpoints == ()


def test_a_rehearsal_freezes_no_addresses() -> None:
    opened(is_rehearsal=True)
    change_endpoints(dohyun(), "pine-1", (Replica("https://new.example", "m-1"),), seen=1, now=LATER)
    found = stage_record("one")
    assert found is not None
    assert found.entries[0].as_frozen


def test_a_teams_history_goes_over_the_stages() -> None:
    opened()
    withdraw_entrant(sora(), "one", "pine-1", seen=revision(), now=LATER, reason="사정")
    close_stage(sora(), "one", seen=revision(), now=CLOSES)
    later = replace(TERMS, opens_at=CLOSES + timedelta(days=60), closes_at=CLOSES + timedelta(days=70))
    create_stage(SETUP, "two", later, now=CLOSES)
    enter_stage(SETUP, "two", "pine-1", seen=1, now=CLOSES)
    publish_stage(SETUP, "two", seen=2, now=CLOSES)
    history = [(row.stage_slug, row.stage_state, row.withdrawn_at) for row in team_history("pine")]
    assert history == [("two", "published", None), ("one", "closed", LATER)]
