"""Organisers are told once of what happened, by every way that is set up, until it arrives."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core import mail

from contest.actions.organiser_messages import mark_failed, mark_sent, note_events, take_due, take_message
from contest.models import Entry, OrganiserMessage
from contest.rules.messages import LONGEST_WAIT, MOST_TRIES, should_tell, wait_before_next_try
from contest.telling import send_message, signature, tell_organisers
from tests.contest.cast import OPENS, look_well, opened

pytestmark = pytest.mark.django_db
EMAIL = ["email"]


@pytest.fixture
def ill() -> str:
    """The ref of an entrant whose only server does not answer, in a stage that runs."""
    opened()
    ref: str = Entry.objects.order_by("pk")[0].fielding.entrant.ref
    look_well(ref, "connect_failed")
    return ref


class Hook:
    """A webhook on loopback that answers with `status`."""

    def __init__(self) -> None:
        self.status = 200
        self.got: list[tuple[dict[str, str], bytes]] = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.got.append((dict(self.headers), body))
                self.send_response(hook.status)
                self.end_headers()

            def log_message(self, *_words: Any) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A webhook that listens."""
    made = Hook()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.01,))
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def test_nobody_is_told_while_nothing_is_set_up(ill: str) -> None:
    tell_organisers()
    assert not OrganiserMessage.objects.exists()


def test_an_endpoint_that_goes_down_is_told_once(ill: str) -> None:
    assert note_events(EMAIL, OPENS) == 1
    assert note_events(EMAIL, OPENS + timedelta(days=2)) == 0


def test_an_endpoint_that_is_back_is_told_and_may_go_down_again(ill: str) -> None:
    note_events(EMAIL, OPENS)
    look_well(ill)
    note_events(EMAIL, OPENS + timedelta(hours=1))
    look_well(ill, "connect_failed")
    note_events(EMAIL, OPENS + timedelta(hours=2))
    told = list(OrganiserMessage.objects.order_by("number").values_list("kind", flat=True))
    assert told == ["endpoint_down", "endpoint_back", "endpoint_down"]


def test_an_endpoint_that_comes_and_goes_does_not_fill_the_mailbox() -> None:
    assert not should_tell(True, False, OPENS, OPENS + timedelta(minutes=1))
    assert should_tell(True, False, OPENS, OPENS + timedelta(minutes=10))


def test_every_way_gets_its_own_message(ill: str) -> None:
    assert note_events(["email", "webhook"], OPENS) == 2


def test_of_two_senders_one_gets_the_message(ill: str) -> None:
    note_events(EMAIL, OPENS)
    (ref,) = take_due(OPENS)
    assert take_message(ref, OPENS) is not None
    assert take_message(ref, OPENS) is None


def test_a_message_whose_sender_died_is_due_again(ill: str) -> None:
    note_events(EMAIL, OPENS)
    (ref,) = take_due(OPENS)
    take_message(ref, OPENS)
    assert take_due(OPENS + timedelta(seconds=29)) == []
    assert take_due(OPENS + timedelta(seconds=30)) == [ref]


def test_a_message_that_never_arrives_is_given_up(ill: str) -> None:
    note_events(EMAIL, OPENS)
    now = OPENS
    for _ in range(MOST_TRIES):
        (ref,) = take_due(now)
        take_message(ref, now)
        mark_failed(ref, "no")
        now += LONGEST_WAIT
    assert take_due(now + timedelta(days=30)) == []


def test_a_message_that_arrived_is_not_sent_again(ill: str) -> None:
    note_events(EMAIL, OPENS)
    (ref,) = take_due(OPENS)
    mark_sent(ref, OPENS)
    assert take_due(OPENS + timedelta(days=1)) == []


def test_waits_grow_up_to_an_hour() -> None:
    assert [wait_before_next_try(tries).total_seconds() for tries in (1, 2, 3)] == [30, 60, 120]
    assert wait_before_next_try(MOST_TRIES) == LONGEST_WAIT


def test_a_mail_says_in_both_languages_which_server_is_ill(ill: str, settings: Any) -> None:
    settings.ORGANISER_EMAILS = ["sora@contest.example"]
    note_events(EMAIL, OPENS)
    send_message(OrganiserMessage.objects.get().ref)
    (sent,) = mail.outbox
    assert sent.to == ["sora@contest.example"]
    assert "pine-1" in sent.subject
    assert "서버" in sent.body
    assert "server" in sent.body
    assert OrganiserMessage.objects.get().sent_at is not None


def test_a_webhook_gets_a_signed_object(ill: str, hook: Hook, settings: Any) -> None:
    settings.ORGANISER_WEBHOOK, settings.ORGANISER_WEBHOOK_KEY = hook.url, "key"
    note_events(["webhook"], OPENS)
    send_message(OrganiserMessage.objects.get().ref)
    ((headers, body),) = hook.got
    assert headers["X-Contest-Signature"] == signature(body, "key")["X-Contest-Signature"]
    assert json.loads(body)["kind"] == "endpoint_down"


def test_a_refusal_is_kept_with_the_message(ill: str, hook: Hook, settings: Any) -> None:
    settings.ORGANISER_WEBHOOK = hook.url
    hook.status = 503
    note_events(["webhook"], OPENS)
    send_message(OrganiserMessage.objects.get().ref)
    row = OrganiserMessage.objects.get()
    assert (row.sent_at, row.tries) == (None, 1)
    assert "503" in row.problem
