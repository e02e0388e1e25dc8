"""Which site led a voter here is noted as a keyed value, and nothing else of it is kept."""

import pytest
from django.test import Client

from arena.models import VoterTrait
from contest.rules.voters import referral_ref
from contest.settings import VOTER_KEY
from contest.web.referral import COOKIE
from tests.web.play import ready_battle, vote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rehearsal", "enqueued", "limits")]
FORUM = "https://www.forum.example/thread/7?user=minji"


def referrals() -> list[str]:
    return list(VoterTrait.objects.filter(kind="referral").values_list("value", flat=True))


def land(browser: Client, referer: str) -> None:
    browser.get("/battles/", headers={"referer": referer})


def cast(browser: Client) -> None:
    assert vote(browser, ready_battle(browser)).status_code == 200


def test_the_host_that_led_here_is_noted_with_the_vote_as_a_keyed_value(minji: Client) -> None:
    land(minji, FORUM)
    assert "forum" not in minji.cookies[COOKIE].value
    cast(minji)
    assert referrals() == [referral_ref("forum.example", VOTER_KEY)]


def test_the_first_site_of_a_day_holds(minji: Client) -> None:
    land(minji, FORUM)
    land(minji, "https://elsewhere.example/")
    cast(minji)
    assert referrals() == [referral_ref("forum.example", VOTER_KEY)]


@pytest.mark.parametrize("referer", ["", "http://testserver/leaderboard/", "no address", "http://[broken"])
def test_who_comes_by_themselves_or_from_our_own_pages_is_in_no_group(minji: Client, referer: str) -> None:
    land(minji, referer)
    assert COOKIE not in minji.cookies
    cast(minji)
    assert referrals() == []


def test_a_value_of_ones_own_making_is_not_taken(minji: Client) -> None:
    minji.cookies[COOKIE] = referral_ref("forum.example", VOTER_KEY)
    cast(minji)
    assert referrals() == []
