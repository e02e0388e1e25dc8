"""Votes that come at once are answered together, and as the page would answer each."""

import asyncio
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from arena.models import Vote
from contest.web import vote_lane
from contest.web.vote_lane import VoteLane
from tests.web.play import KEY, ready_battle, vote

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("rehearsal", "limits", "enqueued")]
TOKEN = "t" * 32


class Pages:
    """The application behind the lane; remembers what it was asked and says 418."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def __call__(self, _scope: Any, receive: Any, send: Any) -> None:
        self.bodies.append((await receive())["body"])
        await send({"type": "http.response.start", "status": 418, "headers": []})
        await send({"type": "http.response.body", "body": b"the pages answer"})


def cookies(browser: Client, **more: str) -> str:
    """What a browser sends of its own and this."""
    own = {name: cookie.value for name, cookie in browser.cookies.items()} | {"csrftoken": TOKEN} | more
    return "; ".join(f"{name}={value}" for name, value in own.items())


def scope(battle_ref: str, body: bytes, **headers: str) -> dict[str, Any]:
    """A vote over HTTP."""
    sent = {
        "host": "testserver",
        "content-type": "application/x-www-form-urlencoded",
        "content-length": str(len(body)),
        "accept-language": "ko",
        "x-csrftoken": TOKEN,
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    return {
        "type": "http",
        "method": "POST",
        "scheme": "http",
        "path": f"/battles/{battle_ref}/vote/",
        "query_string": b"",
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 80),
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
    }


async def sent_by(lane: VoteLane, asked: dict[str, Any], body: bytes) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the answer, whose request's body comes in two pieces."""
    coming = [{"body": body[5:], "more_body": False}, {"body": body[:5], "more_body": True}]
    messages: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", **coming.pop()}

    async def send(message: dict[str, Any]) -> None:
        messages.append(message)

    await lane(asked, receive, send)
    head, *rest = messages
    headers = {name.decode(): value.decode() for name, value in head["headers"]}
    return head["status"], headers, b"".join(message["body"] for message in rest)


def through_the_lane(
    *votes: tuple[dict[str, Any], bytes], pages: Any = None
) -> list[tuple[int, dict[str, str], bytes]]:
    """The answers to votes that come at once."""
    lane = VoteLane(pages or Pages())

    async def all_at_once() -> list[tuple[int, dict[str, str], bytes]]:
        return await asyncio.gather(*(sent_by(lane, asked, body) for asked, body in votes))

    return asyncio.run(all_at_once())


def ballot(outcome: str = "a_better", key: str = KEY) -> bytes:
    return urlencode({"outcome": outcome, "key": key}).encode()


def test_a_vote_is_answered_with_the_body_and_the_headers_of_the_page(minji: Client) -> None:
    battle_ref = ready_battle(minji)
    asked = scope(battle_ref, ballot(), cookie=cookies(minji))
    ((status, headers, body),) = through_the_lane((asked, ballot()))
    # The same ballot again, through the page: it answers with the vote that is kept.
    page = vote(minji, battle_ref)
    assert (status, body) == (200, page.content)
    assert headers == {name.lower(): value for name, value in page.headers.items()}


@pytest.mark.parametrize(("language", "words"), [("ko", "찾는 대결이 없어요"), ("en", "battle")])
def test_a_refusal_is_the_pages_in_the_voters_language(minji: Client, language: str, words: str) -> None:
    ready_battle(minji)
    asked = scope("no-such-battle", ballot(), cookie=cookies(minji), accept_language=language)
    ((status, headers, body),) = through_the_lane((asked, ballot()))
    assert (status, headers["content-type"]) == (404, "application/problem+json")
    assert headers["content-language"] == language
    assert words in body.decode()


def test_votes_of_many_people_at_once_are_each_kept_and_told_to_their_own_voter() -> None:
    browsers = [Client(headers={"accept": "application/json"}) for _ in range(12)]
    battles = [ready_battle(browser) for browser in browsers]
    outcomes = ["a_better", "b_better", "tie", "both_bad"] * 3
    bodies = [ballot(outcome) for outcome in outcomes]
    asked = [
        (scope(ref, body, cookie=cookies(browser)), body)
        for ref, body, browser in zip(battles, bodies, browsers, strict=True)
    ]
    answers = through_the_lane(*asked)
    assert [status for status, _headers, _body in answers] == [200] * 12
    kept = {vote.battle.ref: vote for vote in Vote.objects.select_related("battle")}
    for ref, outcome, (_status, _headers, body) in zip(battles, outcomes, answers, strict=True):
        assert kept[ref].outcome == outcome
        assert kept[ref].receipt_ref.encode() in body


def test_another_persons_battle_takes_no_vote(minji: Client, junho: Client) -> None:
    battle_ref = ready_battle(minji)
    ready_battle(junho)
    asked = scope(battle_ref, ballot(), cookie=cookies(junho))
    ((status, _headers, _body),) = through_the_lane((asked, ballot()))
    assert status == 404
    assert not Vote.objects.exists()


@pytest.mark.parametrize(
    "unlike",
    [
        {"x_csrftoken": "f" * 32},
        {"x_csrftoken": ""},
        {"origin": "https://elsewhere.example"},
        {"referer": "https://elsewhere.example/", "scheme": "https"},
        {"referer": "", "scheme": "https"},
        {"query_string": b"\xff"},
        {"host": "elsewhere.example"},
        {"content_type": "multipart/form-data; boundary=x"},
        {"content_length": "9999"},
        {"content_length": ""},
    ],
    ids=str,
)
def test_what_is_not_plain_is_left_to_the_pages_whole(
    minji: Client, unlike: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    pages, battle_ref = Pages(), ready_battle(minji)
    around = {name: unlike[name] for name in ("scheme", "query_string") if name in unlike}
    headers = {name: value for name, value in unlike.items() if name not in around}
    asked = scope(battle_ref, ballot(), **{"cookie": cookies(minji)} | headers) | around
    ((status, _headers, _body),) = through_the_lane((asked, ballot()), pages=pages)
    assert status == 418
    assert ballot().startswith(pages.bodies[0])
    assert not Vote.objects.exists()
    assert "votes_not_answered_together" not in caplog.text


def test_who_has_a_session_is_left_to_the_pages(minji: Client) -> None:
    pages, battle_ref = Pages(), ready_battle(minji)
    asked = scope(battle_ref, ballot(), cookie=cookies(minji, sessionid="a-session"))
    ((status, _headers, _body),) = through_the_lane((asked, ballot()), pages=pages)
    assert status == 418


def test_when_answering_together_fails_the_pages_answer_each_with_its_whole_body(
    minji: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_asked: Any) -> Any:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(vote_lane, "answers", fail)
    pages, battle_ref = Pages(), ready_battle(minji)
    asked = (scope(battle_ref, ballot(), cookie=cookies(minji)), ballot())
    answers = through_the_lane(asked, asked, pages=pages)
    assert [status for status, _headers, _body in answers] == [418, 418]
    assert pages.bodies == [ballot(), ballot()]


def test_the_lane_knows_all_middleware_that_a_page_goes_through() -> None:
    called = {
        "SecurityMiddleware",
        "ContentPolicy",
        "LocaleMiddleware",
        "XFrameOptionsMiddleware",
        "CsrfViewMiddleware",
    }
    # Without a session nobody has signed in, and nothing waits to be told; hosts and sizes the lane looks at itself;
    # a vote is no static file.
    needless = {
        "WhiteNoiseMiddleware",
        "SessionMiddleware",
        "CommonMiddleware",
        "AuthenticationMiddleware",
        "MessageMiddleware",
        "AccountMiddleware",
    }
    assert {name.rpartition(".")[2] for name in settings.MIDDLEWARE} == called | needless


def test_voters_of_two_languages_who_vote_at_once_are_each_told_in_their_own(minji: Client, junho: Client) -> None:
    battles = ready_battle(minji), ready_battle(junho)
    asked = [
        (scope(ref, ballot(), cookie=cookies(browser), accept_language=language), ballot())
        for ref, browser, language in zip(battles, (minji, junho), ("ko", "en"), strict=True)
    ]
    (_, korean, in_korean), (_, english, in_english) = through_the_lane(*asked)
    assert (korean["content-language"], english["content-language"]) == ("ko", "en")
    assert "접수 번호" in in_korean.decode()
    assert "접수 번호" not in in_english.decode()


def test_a_ballot_sent_many_times_at_once_takes_one_place_of_its_network(
    minji: Client, junho: Client, settings: Any
) -> None:
    settings.UNLIMITED_NETWORKS, settings.NETWORK_VOTES_PER_DAY = [], 2
    one, other = ready_battle(minji), ready_battle(junho)
    again = (scope(one, ballot(), cookie=cookies(minji)), ballot())
    answers = through_the_lane(*[again] * 6, (scope(other, ballot(), cookie=cookies(junho)), ballot()))
    assert [status for status, _headers, _body in answers] == [200] * 7
    assert set(Vote.objects.values_list("void_reason", flat=True)) == {""}


@pytest.mark.parametrize(
    "bad",
    [
        {"path": "/battles/a\0b/vote/"},
        {"body": urlencode({"outcome": "tie", "key": KEY + "\0"}).encode()},
        {"content_type": "application/x-www-form-urlencoded; charset=latin-1"},
    ],
    ids=str,
)
def test_what_one_voter_sends_wrong_keeps_nobody_elses_vote_from_going(
    minji: Client, junho: Client, bad: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    good, other = ready_battle(minji), ready_battle(junho)
    body = bad.pop("body", ballot())
    path = bad.pop("path", f"/battles/{other}/vote/")
    wrong = scope(other, body, **{"cookie": cookies(junho)} | bad) | {"path": path}
    answers = through_the_lane((wrong, body), (scope(good, ballot(), cookie=cookies(minji)), ballot()), (wrong, body))
    assert answers[1][0] == 200
    assert Vote.objects.get().battle.ref == good
    assert "votes_not_answered_together" not in caplog.text
