"""Floods against the pages: many sessions from one address, forged addresses, missing and replayed proofs."""

import base64
import json
from typing import Any

import pytest
from altcha import Challenge, solve_challenge
from django.test import Client
from redis import Redis

from arena.models import Battle, Vote
from tests.voters.conftest import SignIn, sign_in
from tests.web.conftest import enqueued, limits, no_kept_pages, rehearsal
from tests.web.play import ready_battle

__all__ = ["enqueued", "limits", "no_kept_pages", "rehearsal", "sign_in"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rehearsal", "enqueued")]
QUESTION = {"prompt": "봄 감자는 언제 심나요?"}


@pytest.fixture
def outside(limits: Any) -> Any:
    """The site on the open net behind one proxy; gives the settings, to set a limit."""
    limits.TRUSTED_PROXIES = 1
    limits.PROOF_ROUNDS = 100
    return limits


def browser(address: str = "203.0.113.7", **more: Any) -> Client:
    """A new visitor whom our proxy saw at this address."""
    headers = {"accept": "application/json", "x-forwarded-for": address}
    return Client(REMOTE_ADDR="10.0.0.2", headers=headers, **more)


def ask(visitor: Client, proof: str = "") -> Any:
    return visitor.post("/battles/", QUESTION | ({"altcha": proof} if proof else {}))


def codes(answers: list[Any]) -> list[str]:
    return [answer.json().get("code", "opened") for answer in answers]


def proof_from(visitor: Client) -> str:
    challenge = visitor.get("/battles/proof/").json()
    solution = solve_challenge(Challenge.from_dict(challenge))
    assert solution is not None
    return base64.b64encode(json.dumps({"challenge": challenge, "solution": solution.to_dict()}).encode()).decode()


def test_a_hundred_sessions_from_one_address_get_as_far_as_one_network_may(outside: Any) -> None:
    outside.PROOF_AFTER_NETWORK_BATTLES = 10
    found = codes([ask(browser(f"203.0.113.{n}")) for n in range(100)])
    assert (found.count("opened"), found.count("proof_needed")) == (10, 90)
    assert Battle.objects.count() == 10


def test_proofs_do_not_lift_a_network_over_its_pace(outside: Any) -> None:
    outside.NETWORK_BATTLES_PER_MINUTE, outside.PROOF_AFTER_NETWORK_BATTLES = 3, 0
    visitors = [browser() for _ in range(5)]
    found = [ask(visitor, proof_from(visitor)) for visitor in visitors]
    assert codes(found) == ["opened"] * 3 + ["network_too_fast"] * 2
    assert 1 <= int(found[-1]["Retry-After"]) <= 60


def test_another_network_is_not_hindered(outside: Any) -> None:
    outside.NETWORK_BATTLES_PER_MINUTE = 1
    assert codes([ask(browser("203.0.113.7")), ask(browser("198.51.100.1"))]) == ["opened", "opened"]


@pytest.mark.parametrize("forged", ["198.51.100.{n}", "{n}.{n}.{n}.{n}, 198.51.100.{n}", "2001:db8:{n}::1", "x{n}"])
def test_forged_addresses_open_no_new_network(outside: Any, forged: str) -> None:
    outside.NETWORK_BATTLES_PER_MINUTE = 2
    found = [ask(browser(f"{forged.format(n=n)}, 203.0.113.7")) for n in range(1, 6)]
    assert codes(found) == ["opened"] * 2 + ["network_too_fast"] * 3


def test_without_a_proxy_the_header_is_not_read_at_all(outside: Any) -> None:
    outside.TRUSTED_PROXIES, outside.NETWORK_BATTLES_PER_MINUTE = 0, 2
    assert codes([ask(browser(f"198.51.{n}.1")) for n in range(4)])[2:] == ["network_too_fast"] * 2


def test_a_visitor_without_an_account_proves_work_after_a_few_battles(outside: Any) -> None:
    outside.PROOF_AFTER_BATTLES = 2
    minji = browser()
    assert codes([ask(minji) for _ in range(3)]) == ["opened", "opened", "proof_needed"]
    assert codes([ask(minji, proof_from(minji))]) == ["opened"]


def test_a_replayed_proof_is_refused(outside: Any) -> None:
    outside.PROOF_AFTER_BATTLES = 0
    minji, junho = browser(), browser()
    proof = proof_from(minji)
    assert codes([ask(minji, proof), ask(minji, proof), ask(junho, proof)]) == ["opened", "proof_wrong", "proof_wrong"]


def test_people_with_an_account_are_not_asked_for_proofs(outside: Any, sign_in: SignIn) -> None:
    outside.PROOF_AFTER_BATTLES = outside.PROOF_AFTER_NETWORK_BATTLES = 0
    minji = browser()
    sign_in(minji, "민지")
    assert codes([ask(minji)]) == ["opened"]


def test_an_accounts_pace_is_the_same_on_all_its_devices(outside: Any, sign_in: SignIn) -> None:
    outside.BATTLES_PER_MINUTE = 2
    devices = [browser("203.0.113.7"), browser("198.51.100.1"), browser("192.0.2.1")]
    for device in devices:
        sign_in(device, "민지")
    assert codes([ask(device) for device in devices]) == ["opened", "opened", "too_fast"]


def test_a_refused_question_stays_in_the_form(outside: Any) -> None:
    outside.PROOF_AFTER_BATTLES = 0
    page = browser().post("/battles/", QUESTION, headers={"accept": "text/html"})
    assert page.status_code == 428
    assert QUESTION["prompt"] in page.content.decode()


def test_votes_without_an_account_stop_counting_when_the_network_is_full(outside: Any) -> None:
    outside.NETWORK_VOTES_PER_DAY = 2
    for number in range(3):
        voter = browser(f"203.0.113.{number}")
        voter.post(f"/battles/{ready_battle(voter)}/vote/", {"outcome": "tie", "key": "0123456789abcdef"})
    assert list(Vote.objects.order_by("pk").values_list("void_reason", flat=True)) == ["", "", "network_cap"]


def cast(voter: Client, battle_ref: str) -> Any:
    return voter.post(f"/battles/{battle_ref}/vote/", {"outcome": "tie", "key": "0123456789abcdef"})


def void_reasons() -> list[str]:
    return list(Vote.objects.order_by("pk").values_list("void_reason", flat=True))


def test_a_ballot_sent_again_and_again_takes_one_place_of_its_network(outside: Any) -> None:
    outside.NETWORK_VOTES_PER_DAY = 2
    mallory, minji = browser("203.0.113.1"), browser("203.0.113.2")
    battle_ref = ready_battle(mallory)
    assert {cast(mallory, battle_ref).status_code for _ in range(6)} == {200}
    cast(minji, ready_battle(minji))
    assert void_reasons() == ["", ""]


def test_votes_on_battles_of_others_take_no_place(outside: Any) -> None:
    outside.NETWORK_VOTES_PER_DAY = 1
    mallory, minji = browser("203.0.113.1"), browser("203.0.113.2")
    ask(mallory)
    battle_ref = ready_battle(minji)
    assert {cast(mallory, battle_ref).status_code for _ in range(5)} == {404}
    cast(minji, battle_ref)
    assert void_reasons() == [""]


def test_a_vote_that_does_not_count_gives_its_place_back(outside: Any) -> None:
    outside.NETWORK_VOTES_PER_DAY = 1
    mallory, minji = browser("203.0.113.1"), browser("203.0.113.2")
    cast(mallory, ready_battle(mallory, "너는 누구야?"))
    cast(minji, ready_battle(minji))
    assert void_reasons() == ["identity_probe", ""]


def test_a_full_network_is_told_before_the_vote(outside: Any, sign_in: SignIn) -> None:
    outside.NETWORK_VOTES_PER_DAY = 1
    first, minji = browser("203.0.113.1"), browser("203.0.113.2")
    cast(first, ready_battle(first))
    told = "같은 인터넷망에서 로그인 없이 한 투표가 많아 지금은 순위에 세지 않아요."
    assert told in ask(minji).json()["standing"]
    sign_in(minji, "민지")
    assert told not in ask(minji).json()["standing"]


def test_a_hundred_sessions_of_one_address_cast_no_more_votes_that_count_than_one_network_may(outside: Any) -> None:
    outside.NETWORK_VOTES_PER_DAY, outside.NETWORK_BATTLES_PER_MINUTE = 10, 200
    outside.PROOF_AFTER_NETWORK_BATTLES = 200
    voters = [browser() for _ in range(100)]
    for voter in voters:
        cast(voter, ready_battle(voter))
    assert (void_reasons().count(""), void_reasons().count("network_cap")) == (10, 90)


def test_people_with_an_account_count_also_there(outside: Any, sign_in: SignIn) -> None:
    outside.NETWORK_VOTES_PER_DAY = 0
    minji = browser()
    sign_in(minji, "민지")
    minji.post(f"/battles/{ready_battle(minji)}/vote/", {"outcome": "tie", "key": "0123456789abcdef"})
    assert Vote.objects.get().void_reason == ""


def test_no_address_is_kept_in_redis(outside: Any) -> None:
    ask(browser("203.0.113.7"))
    with Redis.from_url(outside.REDIS_URL) as client:
        assert client.keys("contest:limit:*")
        assert not client.keys("*203.0.113*")
