"""The clock of forgetting."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from arena.actions.traits import note_traits
from arena.actions.votes import cast_vote
from arena.models import Battle, Completion, Turn, Vote, VoterTrait
from arena.queries.votes import votes_of
from contest.actions import retention
from contest.actions.retention import Erased, erase_what_is_due
from contest.celery import app
from contest.models import PastSignIn, Stage
from tests.arena_cast import MINJI, ballot, drawn, ready

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rehearsal")]
OPENED = datetime(2026, 5, 1, tzinfo=UTC)
CLOSED = datetime(2026, 5, 15, tzinfo=UTC)
DUE = CLOSED + timedelta(days=30)
NOTHING = Erased(0, 0, 0, 0)


@pytest.fixture
def pool_ref(rehearsal: None) -> str:
    """The pool of a stage that closed and keeps texts for 30 days."""
    stage = Stage.objects.get()
    Stage.objects.update(opens_at=OPENED, closes_at=CLOSED, closed_at=CLOSED, state="closed", texts_kept_days=30)
    return stage.pool.ref


def played(pool_ref: str, seed: int = 1) -> str:
    battle_ref = ready(pool_ref, seed=seed).battle_ref
    cast_vote(battle_ref, MINJI, ballot(key=f"key-{battle_ref}", comment="고마워요"), OPENED)
    return battle_ref


def test_texts_stay_until_the_day_and_go_on_it(pool_ref: str) -> None:
    played(pool_ref)
    assert erase_what_is_due(DUE - timedelta(seconds=1)).prompts == 0
    assert Turn.objects.get().prompt != ""
    assert erase_what_is_due(DUE).prompts == 1
    assert Turn.objects.get().prompt == Vote.objects.get().comment == ""
    assert set(Completion.objects.values_list("raw_text", "shown_text")) == {("", "")}


def test_the_vote_and_what_it_was_about_in_numbers_stay(pool_ref: str) -> None:
    played(pool_ref)
    before = Battle.objects.values("entrant_a", "entrant_b", "language", "topic", "style", "voter_ref").get()
    erase_what_is_due(DUE)
    assert Battle.objects.values(*before).get() == before
    assert Vote.objects.get().voided_at is None
    assert votes_of(MINJI, 0, 9)[0].prompt == ""


def test_it_goes_in_portions_and_finds_nothing_twice(pool_ref: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "PORTION", 2)
    for seed in range(5):
        played(pool_ref, seed)
    assert erase_what_is_due(DUE).prompts == 5
    assert erase_what_is_due(DUE) == NOTHING


def test_battles_without_a_vote_are_erased_as_well_but_not_under_way(pool_ref: str) -> None:
    Battle.objects.filter(ref=drawn(pool_ref).battle_ref).update(state="void", void_reason="stopped")
    drawn(pool_ref, seed=2)
    assert erase_what_is_due(DUE).prompts == 1
    assert Turn.objects.exclude(prompt="").count() == 1


def test_a_stage_that_nobody_closed_counts_from_its_last_day(pool_ref: str) -> None:
    Stage.objects.update(closed_at=None, state="paused")
    played(pool_ref)
    assert erase_what_is_due(DUE).prompts == 1


def test_notes_on_voters_go_with_the_last_stage_that_they_belong_to(pool_ref: str) -> None:
    note_traits(MINJI, {"network": "n" * 64}, OPENED)
    assert erase_what_is_due(DUE - timedelta(seconds=1)).traits == 0
    assert erase_what_is_due(DUE).traits == 1
    assert not VoterTrait.objects.exists()


def test_hashes_of_people_who_left_go_when_no_stage_needs_them(pool_ref: str) -> None:
    PastSignIn.objects.create(sign_in_ref="s" * 64, left_at=OPENED)
    Stage.objects.update(state="open")
    assert erase_what_is_due(CLOSED).past_sign_ins == 0
    Stage.objects.update(state="closed")
    assert erase_what_is_due(CLOSED).past_sign_ins == 1


def test_ended_sessions_go(pool_ref: str) -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=CLOSED)
    assert erase_what_is_due(CLOSED + timedelta(seconds=1)).sessions == 1


def test_the_beat_calls_it_every_hour() -> None:
    app.loader.import_default_modules()
    entry = app.conf.beat_schedule["erase-what-is-due"]
    assert entry["schedule"] == 3600.0
    assert entry["task"] in app.tasks
