"""The vote's address: its answer is the reveal."""

import pytest
from django.db import OperationalError
from django.test import Client

from arena.models import Battle, Vote
from contest.models import Fielding
from tests.web.play import KEY, open_battle, ready_battle, vote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rehearsal")]


def test_the_answer_names_both_teams_and_gives_a_receipt(minji: Client, enqueued: list[str]) -> None:
    battle_ref = ready_battle(minji)
    body = vote(minji, battle_ref).json()
    battle = Battle.objects.get()
    team = Fielding.objects.get(entrant=battle.entrant_a).team
    assert body["reveal"]["a"]["team"] == {"ko": team.name_ko, "en": team.name_en}
    assert body["receipt"] == Vote.objects.get().receipt_ref
    assert team.name_ko in body["html"]


def test_the_same_ballot_sent_again_gets_the_same_answer(minji: Client, enqueued: list[str]) -> None:
    battle_ref = ready_battle(minji)
    assert vote(minji, battle_ref).json() == vote(minji, battle_ref).json()
    assert Vote.objects.count() == 1


def test_the_same_key_with_another_outcome_is_a_conflict(minji: Client, enqueued: list[str]) -> None:
    battle_ref = ready_battle(minji)
    vote(minji, battle_ref)
    found = vote(minji, battle_ref, "b_better")
    assert (found.status_code, found.json()["code"]) == (409, "key_reused")


def test_a_second_tab_is_told_that_the_vote_is_in(minji: Client, enqueued: list[str]) -> None:
    battle_ref = ready_battle(minji)
    vote(minji, battle_ref)
    found = vote(minji, battle_ref, key="another-tabs-own-key")
    assert (found.status_code, found.json()["code"]) == (409, "already_voted")


def test_a_vote_before_the_answers_are_complete_is_refused(minji: Client, enqueued: list[str]) -> None:
    battle_ref = open_battle(minji)["battle"]
    found = vote(minji, battle_ref)
    assert (found.status_code, found.json()["code"]) == (409, "not_ready")


@pytest.mark.parametrize(
    ("outcome", "key", "code"),
    [("", KEY, "outcome_unknown"), ("a_best", KEY, "outcome_unknown"), ("tie", "", "key_missing")],
)
def test_a_ballot_that_is_not_whole_is_refused(
    minji: Client, enqueued: list[str], outcome: str, key: str, code: str
) -> None:
    battle_ref = ready_battle(minji)
    found = vote(minji, battle_ref, outcome, key)
    assert (found.status_code, found.json()["code"]) == (400, code)


def test_a_database_that_goes_away_is_never_a_thank_you(
    minji: Client, enqueued: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    battle_ref = ready_battle(minji)

    def gone(*_args: object) -> None:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr("contest.web.votes.fielded", gone)
        found = vote(minji, battle_ref)
    assert (found.status_code, found.json()["code"]) == (503, "server_error")
    # The vote had been kept, only its acknowledgement was lost: the same key gets it.
    assert vote(minji, battle_ref).status_code == 200
    assert Vote.objects.count() == 1


def test_reasons_and_comment_are_kept(minji: Client, enqueued: list[str]) -> None:
    battle_ref = ready_battle(minji)
    vote(minji, battle_ref, reasons=["accuracy", "style"], comment="고마워요")
    kept = Vote.objects.get()
    assert (kept.reasons, kept.comment) == (["accuracy", "style"], "고마워요")


def test_a_voted_battles_page_shows_the_reveal_again(minji: Client, enqueued: list[str]) -> None:
    battle_ref = ready_battle(minji)
    receipt = vote(minji, battle_ref).json()["receipt"]
    assert receipt in minji.get(f"/battles/{battle_ref}/").content.decode()


def test_my_votes_lists_the_receipt_for_the_voter_only(minji: Client, junho: Client, enqueued: list[str]) -> None:
    receipt = vote(minji, ready_battle(minji)).json()["receipt"]
    assert receipt in minji.get("/me/").content.decode()
    assert receipt not in junho.get("/me/").content.decode()
