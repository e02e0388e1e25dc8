"""What a vote leaves for the integrity checks, on the way that citizens take, and that somebody looks at it."""

from typing import Any

import pytest
from django.test import Client

from arena.models import VoterTrait
from contest.celery import app
from tests.voters.conftest import SignIn
from tests.web.play import ready_battle, vote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rehearsal", "enqueued")]


@pytest.fixture
def outside(limits: Any) -> Any:
    """The site on the open net behind one proxy."""
    limits.TRUSTED_PROXIES = 1
    return limits


def vote_from(*addresses: str) -> list[str]:
    """One new visitor votes at each address; what was noted of their networks."""
    for address in addresses:
        visitor = Client(REMOTE_ADDR="10.0.0.2", headers={"accept": "application/json", "x-forwarded-for": address})
        vote(visitor, ready_battle(visitor))
    return list(VoterTrait.objects.filter(kind="network").order_by("pk").values_list("value", flat=True))


def test_voters_of_one_network_share_a_note_and_others_do_not(outside: Any) -> None:
    here, beside, elsewhere = vote_from("203.0.113.7", "203.0.113.99", "198.51.100.1")
    assert here == beside != elsewhere


def test_the_note_holds_no_address(outside: Any) -> None:
    (note,) = vote_from("203.0.113.7")
    assert len(note) == 64
    assert "203" not in VoterTrait.objects.get().kind + str(bytes.fromhex(note))


def test_a_new_account_leaves_the_hour_of_its_first_sign_in(minji: Client, sign_in: SignIn) -> None:
    sign_in(minji, "민지")
    sign_in(minji, "민지")
    assert VoterTrait.objects.filter(kind="joined_hour").count() == 1


def test_the_beat_has_votes_judged_every_ten_minutes() -> None:
    app.loader.import_default_modules()
    entry = app.conf.beat_schedule["judge-votes"]
    assert entry["schedule"] == 600.0
    assert entry["task"] in app.tasks
