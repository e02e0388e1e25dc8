"""Votes that come together: each is kept, or refused, as if it had come alone."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from types import SimpleNamespace

import psycopg
import pytest
from django.db import connection, transaction

from arena.actions import keeping
from arena.actions.counting import facts_of
from arena.actions.errors import AlreadyVoted, BattleNotFound, KeyReused, NotReady, OutcomeUnknown
from arena.actions.voters import merge_voters
from arena.actions.votes import Ballot, Cast, Casting, cast_votes
from arena.models import Battle, Vote
from arena.rules.counting import Standing, Used, reason_against
from tests.arena_cast import JUNHO, MINJI, NOW, STRANGER, ballot, drawn, make_pool, ready

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)
VOTERS = (MINJI, JUNHO, STRANGER)


@pytest.fixture(params=["in one statement", "step by step"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's way of keeping votes, and the one for SQLite, which PostgreSQL can go as well."""
    if request.param == "step by step":
        monkeypatch.setattr(keeping, "connection", SimpleNamespace(vendor="sqlite"))


def casting(battle_ref: str, voter: str, standing: Standing = Standing(), **sent: object) -> Casting:  # noqa: B008  frozen
    return Casting(battle_ref, voter, ballot(**sent), standing, facts_of(battle_ref, voter))  # type: ignore[arg-type]


def test_votes_of_different_people_are_all_kept_each_with_its_own_receipt() -> None:
    pool = make_pool()
    battles = [ready(pool, voter, seed).battle_ref for seed, voter in enumerate(VOTERS)]
    outcomes = ("a_better", "tie", "both_bad")
    found = cast_votes(
        [casting(*asked, outcome=outcome) for *asked, outcome in zip(battles, VOTERS, outcomes, strict=True)], LATER
    )
    assert all(isinstance(cast, Cast) and cast.newly_counted for cast in found)
    kept = {vote.battle.ref: vote for vote in Vote.objects.select_related("battle")}
    assert [kept[ref].outcome for ref in battles] == list(outcomes)
    assert [kept[ref].receipt_ref for ref in battles] == [cast.reveal.receipt_ref for cast in found]  # type: ignore[union-attr]
    assert {vote.cast_at for vote in kept.values()} == {LATER}
    assert set(Battle.objects.values_list("state", "ended_at")) == {("voted", LATER)}


def test_what_cannot_be_kept_is_refused_for_its_own_reason_and_hinders_nobody() -> None:
    pool = make_pool()
    good, waiting = ready(pool, MINJI).battle_ref, drawn(pool, JUNHO).battle_ref
    found = cast_votes(
        [
            casting("no-such-battle", MINJI, key="another-key-0123456789"),
            casting(good, STRANGER),
            casting(waiting, JUNHO),
            casting(good, MINJI, outcome="c_better"),
            casting(good, MINJI),
        ],
        LATER,
    )
    refused = [BattleNotFound, BattleNotFound, NotReady, OutcomeUnknown]
    assert [type(refusal) for refusal in found[:4]] == refused
    assert isinstance(found[4], Cast)
    assert Vote.objects.get().battle.ref == good


def test_two_ballots_for_one_battle_are_one_vote_and_the_same_ballot_twice_is_thanked_twice() -> None:
    battle = ready(make_pool()).battle_ref
    first = casting(battle, MINJI)
    other = casting(battle, MINJI, key="another-key-0123456789")
    new, again, late = cast_votes([first, first, other], LATER)
    assert isinstance(new, Cast)
    assert isinstance(again, Cast)
    assert (new.is_new, again.is_new) == (True, False)
    assert new.reveal == again.reveal
    assert isinstance(late, AlreadyVoted)
    assert Vote.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_key_that_was_used_for_another_battle_refuses_that_vote_alone() -> None:
    pool = make_pool()
    battles = [ready(pool, voter, seed).battle_ref for seed, voter in enumerate((MINJI, MINJI, JUNHO))]
    cast_votes([casting(battles[0], MINJI)], LATER)
    reused, good = cast_votes([casting(battles[1], MINJI), casting(battles[2], JUNHO)], LATER)
    assert isinstance(reused, KeyReused)
    assert isinstance(good, Cast)
    assert Battle.objects.get(ref=battles[1]).state == "ready"


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_the_database_cannot_keep_fails_that_vote_alone() -> None:
    pool = make_pool()
    battles = [ready(pool, voter, seed).battle_ref for seed, voter in enumerate((MINJI, JUNHO))]
    bad = casting(battles[0], MINJI)
    bad = replace(bad, ballot=Ballot("tie", "a-key-\0-0123456789"))
    failed, good = cast_votes([bad, casting(battles[1], JUNHO)], LATER)
    assert not isinstance(failed, Cast)
    assert isinstance(good, Cast)


def test_one_persons_votes_never_pass_the_cap_however_they_come_together() -> None:
    pool = make_pool()
    battles = [ready(pool, MINJI, seed).battle_ref for seed in range(5)]
    standing = Standing(per_pool=3)
    found = cast_votes([casting(ref, MINJI, standing, key=f"key-of-{ref}") for ref in battles], LATER)
    assert [cast.reveal.void_reason for cast in found] == ["", "", "", "pool_cap", "pool_cap"]  # type: ignore[union-attr]
    assert Vote.objects.filter(voided_at=None).count() == 3


def test_a_battle_that_became_an_accounts_meanwhile_takes_no_vote_of_the_pseudonym_before() -> None:
    battle = ready(make_pool()).battle_ref
    asked = casting(battle, MINJI)
    merge_voters(MINJI, JUNHO)
    (found,) = cast_votes([asked], LATER)
    assert isinstance(found, BattleNotFound)
    assert Battle.objects.get().state == "ready"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("standing", [Standing(), Standing(against="network_cap", per_day=3)], ids=str)
def test_a_vote_that_no_cap_is_asked_for_waits_for_no_other_of_its_voter(standing: Standing) -> None:
    battle = ready(make_pool()).battle_ref
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT arena_used_votes(%s, 1, now())", [MINJI])
        with transaction.atomic():
            connection.cursor().execute("SET LOCAL lock_timeout = '2s'")
            (cast,) = cast_votes([casting(battle, MINJI, standing)], LATER)
    assert isinstance(cast, Cast)


@pytest.mark.parametrize(("per_day", "per_pool"), list(product((None, 0, 1, 2), (None, 1, 3))))
def test_caps_are_judged_as_the_rules_say(per_day: int | None, per_pool: int | None) -> None:
    pool = make_pool()
    yesterday, *today = [ready(pool, MINJI, seed).battle_ref for seed in range(4)]
    cast_votes([casting(yesterday, MINJI)], LATER)
    tomorrow = LATER + timedelta(days=1)
    standing = Standing(per_day=per_day, per_pool=per_pool, day_began_at=tomorrow.replace(hour=0))
    used = Used(0, 1)
    for ref in today:
        expected = reason_against(standing, used, probed=False, seconds=None)
        (cast,) = cast_votes([casting(ref, MINJI, standing, key=f"key-of-{ref}")], tomorrow)
        assert isinstance(cast, Cast)
        assert cast.reveal.void_reason == expected
        if not expected:
            used = Used(used.today + 1, used.in_pool + 1)
