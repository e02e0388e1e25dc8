"""Organisers declare teams' people and networks and open panels; every such act is on record."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from contest.actions.citizens import sign_in
from contest.actions.declarations import (
    declare_account,
    declare_network,
    declare_sign_in,
    open_seats,
)
from contest.actions.refusals import ActRefused, NotAllowed
from contest.models import AuditEntry, PanelSeat, Stage, Team, TeamMember, TeamNetwork
from tests.contest.cast import dohyun, yuna

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rehearsal")]
NOW = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)


@pytest.fixture
def team(rehearsal: None) -> str:
    return Team.objects.order_by("pk").values_list("slug", flat=True)[0]


def test_a_network_is_declared_once_however_often_it_is_told(team: str) -> None:
    declare_network(dohyun(), team, "192.0.2.0/24", now=NOW)
    declare_network(dohyun(), team, "192.0.2.0/24", now=NOW)
    assert TeamNetwork.objects.get().cidr == "192.0.2.0/24"
    assert AuditEntry.objects.filter(act="declare_team").count() == 2


@pytest.mark.parametrize("cidr", ["192.0.2.1/24", "nonsense", "", "300.0.0.0/8"])
def test_what_is_no_network_is_refused(team: str, cidr: str) -> None:
    with pytest.raises(ActRefused, match="network_wrong"):
        declare_network(dohyun(), team, cidr, now=NOW)


@pytest.mark.parametrize(("cidr", "narrower"), [("10.0.0.0/7", "10.0.0.0/8"), ("2001:db8::/31", "2001:db8::/32")])
def test_a_network_wider_than_any_team_has_is_refused(team: str, cidr: str, narrower: str) -> None:
    with pytest.raises(ActRefused, match="network_too_wide"):
        declare_network(dohyun(), team, cidr, now=NOW)
    assert not TeamNetwork.objects.exists()
    declare_network(dohyun(), team, narrower, now=NOW)
    assert TeamNetwork.objects.get().cidr == narrower


def test_an_account_is_declared_by_its_number(team: str) -> None:
    account = sign_in("rehearsal", "민지", "key", NOW)
    declare_account(dohyun(), team, account.username, now=NOW)
    assert TeamMember.objects.get().sign_in_ref == account.sign_in_ref


def test_a_sign_in_is_declared_before_the_person_comes_and_the_log_does_not_hold_it(team: str) -> None:
    declare_sign_in(dohyun(), team, "rehearsal", "민지", "key", now=NOW)
    assert TeamMember.objects.get().sign_in_ref == sign_in("rehearsal", "민지", "key", NOW).sign_in_ref
    assert "민지" not in str(AuditEntry.objects.values().last())


def test_seats_have_codes_that_the_log_does_not_hold(rehearsal: None) -> None:
    codes = open_seats(dohyun(), Stage.objects.get().slug, {"seoul": 2, "other": 1}, now=NOW)
    assert {name: len(them) for name, them in codes.items()} == {"seoul": 2, "other": 1}
    assert set(PanelSeat.objects.values_list("code", flat=True)) == {*codes["seoul"], *codes["other"]}
    assert AuditEntry.objects.last().after == {"seats": {"seoul": 2, "other": 1}}


@pytest.mark.parametrize("strata", [{"": 1}, {"s" * 21: 1}, {"seoul": 0}])
def test_a_stratum_that_is_none_opens_no_seat(strata: dict[str, int]) -> None:
    with pytest.raises(ActRefused, match="stratum_wrong"):
        open_seats(dohyun(), Stage.objects.get().slug, strata, now=NOW)
    assert not PanelSeat.objects.exists()


def test_the_panels_votes_are_weighted_to_all_seats_of_each_stratum(rehearsal: None) -> None:
    for seats in ({"seoul": 2, "other": 1}, {"seoul": 1}):
        open_seats(dohyun(), Stage.objects.get().slug, seats, now=NOW)
    assert Stage.objects.get().pool.population == {"seoul": 3, "other": 1}


def test_a_viewer_declares_nothing(team: str) -> None:
    with pytest.raises(NotAllowed):
        declare_network(yuna(), team, "192.0.2.0/24", now=NOW)
    assert not TeamNetwork.objects.exists()


def test_the_command_declares_and_says_in_words_what_is_wrong(team: str, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("declare_voters", "network", team, "192.0.2.0/24", "2001:db8::/32")
    call_command("declare_voters", "sign-in", team, "rehearsal", "민지", "준호")
    call_command("declare_voters", "seats", Stage.objects.get().slug, "seoul=2")
    assert (TeamNetwork.objects.count(), TeamMember.objects.count(), PanelSeat.objects.count()) == (2, 2, 2)
    assert [line.partition(",")[0] for line in capsys.readouterr().out.splitlines()] == ["seoul", "seoul"]
    with pytest.raises(CommandError, match=r"192\.0\.2\.1/24"):
        call_command("declare_voters", "network", team, "192.0.2.1/24")
