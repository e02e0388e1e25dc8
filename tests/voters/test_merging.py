"""Votes that a browser brings along into an account."""

from datetime import UTC, datetime, timedelta

import pytest

from arena.actions.counting import Standing
from arena.actions.traits import note_traits
from arena.actions.votes import cast_vote
from arena.models import Battle, Vote, VoterTrait
from contest.actions.citizens import Merged, bring_votes_along, sign_in
from contest.models import Citizen, Stage, Team, TeamMember
from contest.rules.voters import voter_ref
from tests.arena_cast import ballot, drawn, ready

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rehearsal")]
KEY, BROWSER = "a key of the tests", "b" * 64
NOW = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)


@pytest.fixture
def pool_ref(rehearsal: None) -> str:
    return Stage.objects.get().pool.ref


@pytest.fixture
def minji() -> Citizen:
    return sign_in("rehearsal", "민지", KEY, NOW)


def own(citizen: Citizen) -> str:
    return voter_ref(citizen.voter_id or "", KEY)


def cast(pool_ref: str, voter: str, number: int, *, at: datetime = NOW, against: str = "", key: str = "") -> str:
    battle_ref = ready(pool_ref, voter, seed=number).battle_ref
    cast_vote(battle_ref, voter, ballot(key=key or f"key-of-{battle_ref}"), at, Standing(against=against))
    return battle_ref


def test_battles_and_votes_become_the_accounts(pool_ref: str, minji: Citizen) -> None:
    cast(pool_ref, BROWSER, 1)
    under_way = drawn(pool_ref, BROWSER, seed=2).battle_ref
    assert bring_votes_along(minji, BROWSER, KEY, NOW) == Merged(1, 0)
    assert set(Battle.objects.values_list("voter_ref", flat=True)) == {own(minji)}
    assert Vote.objects.get().voter_ref == own(minji)
    assert Battle.objects.get(ref=under_way).state == "drawn"


def test_what_did_not_count_does_not_count_now(pool_ref: str, minji: Citizen) -> None:
    cast(pool_ref, BROWSER, 1, against="sign_in_needed")
    assert bring_votes_along(minji, BROWSER, KEY, NOW) == Merged(1, 0)
    assert Vote.objects.get().void_reason == "sign_in_needed"


def test_what_is_beyond_the_persons_caps_counts_no_more(pool_ref: str, minji: Citizen) -> None:
    Stage.objects.update(votes_per_day=2)
    cast(pool_ref, own(minji), 1, at=NOW + timedelta(minutes=9))
    for number in (2, 3):
        cast(pool_ref, BROWSER, number, at=NOW + timedelta(minutes=number))
    assert bring_votes_along(minji, BROWSER, KEY, NOW) == Merged(2, 1)
    assert list(Vote.objects.order_by("cast_at").values_list("void_reason", flat=True)) == ["", "day_cap", ""]


def test_a_team_members_votes_count_no_more(pool_ref: str, minji: Citizen) -> None:
    TeamMember.objects.create(team=Team.objects.first(), sign_in_ref=minji.sign_in_ref, declared_at=NOW)
    cast(pool_ref, BROWSER, 1)
    assert bring_votes_along(minji, BROWSER, KEY, NOW) == Merged(1, 1)
    assert Vote.objects.get().void_reason == "team_member"


def test_a_key_that_both_have_used_stays_behind(pool_ref: str, minji: Citizen) -> None:
    cast(pool_ref, own(minji), 1, key="the-same-key-01234")
    behind = cast(pool_ref, BROWSER, 2, key="the-same-key-01234")
    cast(pool_ref, BROWSER, 3)
    assert bring_votes_along(minji, BROWSER, KEY, NOW) == Merged(1, 0)
    assert Battle.objects.get(ref=behind).voter_ref == Vote.objects.get(battle__ref=behind).voter_ref == BROWSER


def test_notes_on_the_browser_become_the_accounts(pool_ref: str, minji: Citizen) -> None:
    note_traits(BROWSER, {"network": "n" * 64}, NOW)
    bring_votes_along(minji, BROWSER, KEY, NOW)
    assert set(VoterTrait.objects.values_list("voter_ref", flat=True)) == {own(minji)}


def test_bringing_them_twice_brings_nothing_more(pool_ref: str, minji: Citizen) -> None:
    cast(pool_ref, BROWSER, 1)
    bring_votes_along(minji, BROWSER, KEY, NOW)
    assert bring_votes_along(minji, BROWSER, KEY, NOW) == Merged(0, 0)
