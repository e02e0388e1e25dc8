"""Delete my data: what leads to the person goes, the votes stay, and nobody gets new votes by it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client

from arena.actions.folding import fold_votes, read_tallies
from arena.models import Battle, Completion, Turn, Vote, VoterTrait
from contest.actions.citizens import CitizenRefused, delete_account
from contest.models import Citizen, PastSignIn, Stage
from tests.voters.conftest import SignIn
from tests.web.play import open_battle, ready_battle, vote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rehearsal", "enqueued")]


def delete(browser: Client) -> str:
    return browser.post("/me/delete/", {"sure": "yes"}).content.decode()


def test_the_votes_stay_and_lead_to_nobody(minji: Client, sign_in: SignIn) -> None:
    sign_in(minji, "민지")
    vote(minji, ready_battle(minji), comment="고마워요")
    before = Vote.objects.get()
    assert "투표 1건이" in delete(minji)
    after = Vote.objects.get()
    assert (after.outcome, after.receipt_ref, after.voided_at) == (before.outcome, before.receipt_ref, None)
    assert after.voter_ref != before.voter_ref
    assert Battle.objects.get().voter_ref == after.voter_ref
    assert after.comment == ""


def test_the_account_its_session_and_its_notes_are_gone(minji: Client, sign_in: SignIn) -> None:
    sign_in(minji, "민지")
    open_battle(minji)
    session = minji.cookies["sessionid"].value
    delete(minji)
    assert not Citizen.objects.exists()
    assert not Session.objects.filter(session_key=session).exists()
    assert not VoterTrait.objects.exists()


def test_what_was_written_and_answered_is_erased(minji: Client, sign_in: SignIn) -> None:
    sign_in(minji, "민지")
    ready_battle(minji)
    delete(minji)
    assert Turn.objects.get().prompt == ""
    assert set(Completion.objects.values_list("raw_text", "shown_text")) == {("", "")}


def test_a_battle_under_way_ends(minji: Client, sign_in: SignIn) -> None:
    sign_in(minji, "민지")
    open_battle(minji)
    delete(minji)
    assert Battle.objects.get().state == "void"


def test_the_tallies_do_not_change(minji: Client, sign_in: SignIn) -> None:
    sign_in(minji, "민지")
    vote(minji, ready_battle(minji))
    pool = Stage.objects.get().pool
    fold_votes(pool.ref)
    before = read_tallies(pool)
    delete(minji)
    fold_votes(pool.ref)
    assert read_tallies(pool) == before


def test_somebody_without_an_account_can_delete_as_well(minji: Client) -> None:
    receipt = vote(minji, ready_battle(minji)).json()["receipt"]
    delete(minji)
    assert receipt not in minji.get("/me/").content.decode()
    assert Vote.objects.count() == 1


def test_starting_anew_gives_no_new_votes_in_the_running_stage(
    minji: Client, sign_in: SignIn, stage: Callable[..., Stage]
) -> None:
    stage(votes_per_stage=1)
    for _ in range(2):
        sign_in(minji, "민지")
        vote(minji, ready_battle(minji))
        delete(minji)
    assert list(Vote.objects.order_by("pk").values_list("void_reason", flat=True)) == ["", "started_anew"]


def test_a_stage_that_opens_later_counts_again(minji: Client, sign_in: SignIn, stage: Callable[..., Stage]) -> None:
    sign_in(minji, "민지")
    delete(minji)
    PastSignIn.objects.update(left_at=datetime(2026, 1, 1, tzinfo=UTC))
    sign_in(minji, "민지")
    vote(minji, ready_battle(minji))
    assert Vote.objects.get().void_reason == ""


def test_it_asks_first_and_nothing_happens_by_looking(minji: Client, sign_in: SignIn) -> None:
    sign_in(minji, "민지")
    assert "되돌릴 수 없어요" in minji.get("/me/delete/").content.decode()
    assert minji.post("/me/delete/", {}).status_code == 400
    assert Citizen.objects.count() == 1


def test_an_account_with_a_role_is_not_deleted_here(minji: Client, sign_in: SignIn) -> None:
    sign_in(minji, "민지")
    Citizen.objects.get().groups.add(Group.objects.get_or_create(name="viewer")[0])
    assert "여기서 지울 수 없어요" in delete(minji)
    with pytest.raises(CitizenRefused, match="account_has_role"):
        delete_account(Citizen.objects.create_user("organiser-sora").pk, "key", datetime.now(UTC))


def test_without_a_csrf_token_nothing_is_deleted(sign_in: SignIn) -> None:
    assert Client(enforce_csrf_checks=True).post("/me/delete/", {"sure": "yes"}).status_code == 403
