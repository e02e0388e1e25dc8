"""Casting the one vote of a battle."""

import pytest

from arena.actions import votes
from arena.actions.battles import stop_battle
from arena.actions.counting import facts_of
from arena.actions.errors import AlreadyVoted, BattleNotFound, KeyReused, NotReady, OutcomeUnknown
from arena.actions.votes import cast_vote
from arena.models import Battle, Vote
from arena.queries.battles import battle_for_voter, reveal_for_voter
from tests.arena_cast import JUNHO, MINJI, NOW, ballot, drawn, make_pool, ready, streaming, voted

pytestmark = pytest.mark.django_db


def test_a_vote_ends_the_battle_and_is_kept() -> None:
    opened = ready(make_pool())
    cast_vote(opened.battle_ref, MINJI, ballot(reasons=("style", "accuracy", "style"), comment="고마워요"), NOW)
    vote = Vote.objects.get(battle__ref=opened.battle_ref)
    assert (vote.outcome, vote.reasons, vote.comment) == ("a_better", ["accuracy", "style"], "고마워요")
    assert Battle.objects.get().state == "voted"


def test_the_same_ballot_again_changes_nothing_and_is_no_error() -> None:
    opened = ready(make_pool())
    for _ in range(2):
        cast_vote(opened.battle_ref, MINJI, ballot(), NOW)
    assert Vote.objects.count() == 1


def test_the_same_key_with_another_outcome_is_refused() -> None:
    opened = ready(make_pool())
    cast_vote(opened.battle_ref, MINJI, ballot("a_better"), NOW)
    with pytest.raises(KeyReused):
        cast_vote(opened.battle_ref, MINJI, ballot("b_better"), NOW)


@pytest.mark.django_db(transaction=True)
def test_the_same_key_on_another_battle_is_refused_and_that_battle_stays_ready() -> None:
    pool = make_pool()
    first, second = ready(pool, seed=1), ready(pool, seed=2)
    cast_vote(first.battle_ref, MINJI, ballot(), NOW)
    with pytest.raises(KeyReused):
        cast_vote(second.battle_ref, MINJI, ballot(), NOW)
    assert Battle.objects.get(ref=second.battle_ref).state == "ready"


def test_a_second_vote_with_another_key_is_refused() -> None:
    opened = ready(make_pool())
    cast_vote(opened.battle_ref, MINJI, ballot(key="first-key-0123456789"), NOW)
    with pytest.raises(AlreadyVoted):
        cast_vote(opened.battle_ref, MINJI, ballot(key="other-key-0123456789"), NOW)


def test_a_turn_that_comes_between_reading_and_voting_refuses_the_vote(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = ready(make_pool())
    before = facts_of(opened.battle_ref, MINJI)
    Battle.objects.update(turn_count=2)
    monkeypatch.setattr(votes, "facts_of", lambda *_asked: before)
    with pytest.raises(NotReady):
        cast_vote(opened.battle_ref, MINJI, ballot(), NOW)
    assert not Vote.objects.exists()
    assert Battle.objects.get().state == "ready"


@pytest.mark.parametrize("stage", [drawn, streaming])
def test_it_refuses_a_vote_before_both_answers_are_complete(stage) -> None:  # type: ignore[no-untyped-def]
    opened = stage(make_pool())
    with pytest.raises(NotReady):
        cast_vote(opened.battle_ref, MINJI, ballot(), NOW)
    assert not Vote.objects.exists()


def test_it_refuses_a_vote_on_a_void_battle() -> None:
    opened = streaming(make_pool())
    stop_battle(opened.battle_ref, MINJI, NOW)
    with pytest.raises(NotReady):
        cast_vote(opened.battle_ref, MINJI, ballot(), NOW)


def test_another_voters_battle_looks_like_none() -> None:
    opened = ready(make_pool())
    for battle_ref, voter in ((opened.battle_ref, JUNHO), ("no-such-battle", MINJI)):
        with pytest.raises(BattleNotFound):
            cast_vote(battle_ref, voter, ballot(), NOW)


@pytest.mark.parametrize("bad", [{"outcome": "c_better"}, {"reasons": ("because",)}])
def test_it_refuses_words_outside_the_vocabulary(bad: dict[str, object]) -> None:
    opened = ready(make_pool())
    with pytest.raises(OutcomeUnknown):
        cast_vote(opened.battle_ref, MINJI, ballot(**bad), NOW)  # type: ignore[arg-type]


def test_nobody_learns_who_was_who_before_the_vote() -> None:
    opened = ready(make_pool())
    view = battle_for_voter(opened.battle_ref, MINJI)
    assert view is not None
    assert view.reveal is None
    assert reveal_for_voter(opened.battle_ref, MINJI) is None


def test_only_the_voter_learns_who_was_who_after_the_vote() -> None:
    opened = voted(make_pool())
    battle = Battle.objects.get()
    reveal = reveal_for_voter(opened.battle_ref, MINJI)
    assert reveal is not None
    assert (reveal.entrant_a, reveal.entrant_b) == (battle.entrant_a.ref, battle.entrant_b.ref)
    assert reveal_for_voter(opened.battle_ref, JUNHO) is None
