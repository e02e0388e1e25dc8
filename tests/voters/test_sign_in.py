"""Signing in and out: who somebody is, and what is kept of it."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client

from arena.models import Battle, Vote
from contest.models import Citizen
from contest.web.voters import voter_of_headers
from tests.voters.conftest import SignIn
from tests.web.play import open_battle, ready_battle, vote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rehearsal", "enqueued")]


def everything_kept() -> str:
    """Every value in every table, sessions decoded."""
    rows = [list(model.objects.values()) for model in apps.get_models()]
    sessions = [session.get_decoded() for session in Session.objects.all()]
    return json.dumps([rows, sessions], default=str, ensure_ascii=False)


def cookie_header(browser: Client) -> str:
    return "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())


def test_the_same_person_is_the_same_voter_on_two_devices(minji: Client, junho: Client, sign_in: SignIn) -> None:
    for browser in (minji, junho):
        sign_in(browser, "민지")
        open_battle(browser)
    assert Citizen.objects.count() == 1
    assert Battle.objects.values("voter_ref").distinct().count() == 1


def test_another_name_is_another_voter(minji: Client, junho: Client, sign_in: SignIn) -> None:
    for browser, name in ((minji, "민지"), (junho, "준호")):
        sign_in(browser, name)
        open_battle(browser)
    assert Battle.objects.values("voter_ref").distinct().count() == 2


def test_neither_the_name_nor_an_address_is_kept_anywhere(minji: Client, sign_in: SignIn) -> None:
    sign_in(minji, "kim-minji@example.org")
    vote(minji, ready_battle(minji))
    minji.get("/me/")
    kept = everything_kept()
    assert "kim-minji" not in kept
    assert "127.0.0.1" not in kept.replace("http://127.0.0.1:9", "")
    assert (Citizen.objects.get().email, Citizen.objects.get().has_usable_password()) == ("", False)


def test_the_scan_of_the_tables_would_find_a_name(minji: Client, sign_in: SignIn) -> None:
    sign_in(minji, "민지")
    assert Citizen.objects.get().username in everything_kept()


def test_a_stolen_session_is_worth_nothing_after_signing_out(minji: Client, sign_in: SignIn) -> None:
    sign_in(minji, "민지")
    battle_ref, thief = open_battle(minji)["battle"], Client()
    thief.cookies.load(cookie_header(minji))
    assert thief.get(f"/battles/{battle_ref}/").status_code == 200
    minji.post("/sign-in/out/")
    assert thief.get(f"/battles/{battle_ref}/").status_code == 404


def test_a_socket_knows_the_account_and_forgets_it_with_the_session(minji: Client, sign_in: SignIn) -> None:
    sign_in(minji, "민지")
    open_battle(minji)
    header = cookie_header(minji)
    assert voter_of_headers(header) == Battle.objects.get().voter_ref
    minji.post("/sign-in/out/")
    assert voter_of_headers(header) is None


def test_a_forged_session_is_nobody() -> None:
    assert voter_of_headers("sessionid=forged; citizen=also:forged") is None


def test_after_signing_out_the_browser_is_a_stranger(minji: Client, sign_in: SignIn) -> None:
    sign_in(minji, "민지")
    receipt = vote(minji, ready_battle(minji)).json()["receipt"]
    minji.post("/sign-in/out/")
    assert receipt not in minji.get("/me/").content.decode()


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere_afterwards(minji: Client, sign_in: SignIn, target: str) -> None:
    assert sign_in(minji, "민지", next=target)["Location"] == "/me/"


def test_one_goes_back_to_the_page_one_came_from(minji: Client, sign_in: SignIn) -> None:
    assert sign_in(minji, "민지", next="/battles/")["Location"] == "/battles/"


def test_the_practice_way_says_what_it_is(minji: Client) -> None:
    assert "진짜 로그인이 아니에요" in minji.get("/sign-in/").content.decode()


def test_the_practice_way_is_not_there_when_it_is_off(minji: Client, sign_in: SignIn, settings: Any) -> None:
    settings.REHEARSAL_SIGN_IN = False
    assert sign_in(minji, "민지").status_code == 404
    assert "연습용 로그인" not in minji.get("/sign-in/").content.decode()
    assert not Citizen.objects.exists()


def test_a_sign_in_without_a_name_says_what_to_do(minji: Client, sign_in: SignIn) -> None:
    assert "이름을 적고" in minji.get(sign_in(minji, " ")["Location"]).content.decode()


def test_without_a_csrf_token_nobody_comes_in_or_goes_out(sign_in: SignIn) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, "민지").status_code == 403
    assert strict.post("/sign-in/out/").status_code == 403


def test_votes_of_the_browser_come_along_when_asked(minji: Client, sign_in: SignIn) -> None:
    receipt = vote(minji, ready_battle(minji)).json()["receipt"]
    assert "한 투표 1건" in minji.get("/sign-in/").content.decode()
    sign_in(minji, "민지", merge=True)
    page = minji.get("/me/").content.decode()
    assert receipt in page
    assert "1건을 가져왔어요" in page
    assert Vote.objects.get().voided_at is None


def test_votes_of_the_browser_stay_behind_when_not_asked(minji: Client, sign_in: SignIn) -> None:
    receipt = vote(minji, ready_battle(minji)).json()["receipt"]
    sign_in(minji, "민지")
    assert receipt not in minji.get("/me/").content.decode()
