"""A declaration that was a mistake is withdrawn: new votes count, and those that were cast before stay as they are."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client

from arena.models import Vote
from contest.actions.declarations import declare_account, declare_network, declare_sign_in
from contest.actions.refusals import ActRefused, NotAllowed
from contest.actions.withdrawn_declarations import withdraw_declaration
from contest.models import AuditEntry, Citizen, Proposal, Team, TeamMember, TeamNetwork
from contest.queries.declarations import Declaration, What, declarations_of
from contest.rules.roles import Command, Person
from tests.contest.cast import dohyun, sora, yuna
from tests.voters.conftest import SignIn
from tests.web.play import ready_battle, vote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rehearsal", "enqueued")]
SETUP = Command("the tests' set-up")
OFFICE = {"REMOTE_ADDR": "203.0.113.7"}
NETWORK = "203.0.113.0/24"
NOW = datetime.now(UTC)


@pytest.fixture
def team(rehearsal: None) -> str:
    return Team.objects.order_by("pk").values_list("slug", flat=True)[0]


@pytest.fixture
def account(minji: Client, sign_in: SignIn, team: str) -> str:
    """The number of the account of somebody who signed in and was declared."""
    sign_in(minji, "민지")
    found = Citizen.objects.get(sign_in_ref__isnull=False).username
    declare_account(SETUP, team, found, now=NOW)
    return found


def withdraw(team: str, what: What, which: str, reason: str = "다른 사람이었어요") -> None:
    withdraw_declaration(sora(), team, what, which, now=NOW, reason=reason)


def reasons() -> list[str]:
    """Of all votes in the order in which they were cast; empty for those that count."""
    return list(Vote.objects.order_by("pk").values_list("void_reason", flat=True))


def vote_at_the_office(browser: Client, key: str) -> None:
    ballot = {"outcome": "tie", "key": key}
    sent = browser.post(f"/battles/{ready_battle(browser)}/vote/", ballot, **OFFICE)  # type: ignore[arg-type]
    assert sent.status_code == 200


def test_a_persons_new_votes_count_and_the_old_ones_stay(minji: Client, team: str, account: str) -> None:
    vote(minji, ready_battle(minji), key="key-of-the-first-battle")
    withdraw(team, What.ACCOUNT, account)
    vote(minji, ready_battle(minji), key="key-of-the-second-battle")
    assert reasons() == ["team_member", ""]
    assert not Proposal.objects.exists()


def test_a_networks_new_votes_count_and_the_old_ones_stay(minji: Client, team: str) -> None:
    declare_network(SETUP, team, NETWORK, now=NOW)
    vote_at_the_office(minji, "key-of-the-first-battle")
    withdraw(team, What.NETWORK, NETWORK)
    vote_at_the_office(minji, "key-of-the-second-battle")
    assert reasons() == ["team_network", ""]
    assert not Proposal.objects.exists()


def test_whoever_is_also_of_another_team_stays_uncounted(minji: Client, team: str, account: str) -> None:
    other = Team.objects.exclude(slug=team)[0].slug
    declare_account(SETUP, other, account, now=NOW)
    withdraw(team, What.ACCOUNT, account)
    vote(minji, ready_battle(minji))
    assert (reasons(), TeamMember.objects.get().team.slug) == (["team_member"], other)


def test_a_sign_in_is_withdrawn_before_and_after_the_person_came(minji: Client, sign_in: SignIn, team: str) -> None:
    for comes in (False, True):
        declare_sign_in(SETUP, team, "rehearsal", "민지", settings.VOTER_KEY, now=NOW)
        [declared] = declarations_of(team)
        assert declared.what is What.SIGN_IN
        if comes:
            sign_in(minji, "민지")
            assert declarations_of(team)[0].what is What.ACCOUNT
        withdraw(team, What.SIGN_IN, declared.which)
        assert not TeamMember.objects.exists()


def test_the_log_tells_who_withdrew_what_and_why(team: str, account: str) -> None:
    withdraw(team, What.ACCOUNT, account)
    entry = AuditEntry.objects.get(act="withdraw_declaration")
    assert (entry.actor_name, entry.object_ref, entry.reason) == ("sora", team, "다른 사람이었어요")
    assert (entry.before, entry.after) == ({"account": account}, None)


def test_the_log_holds_no_sign_in_but_when_it_was_declared(team: str) -> None:
    declare_sign_in(SETUP, team, "rehearsal", "민지", settings.VOTER_KEY, now=NOW)
    [declared] = declarations_of(team)
    withdraw(team, What.SIGN_IN, declared.which)
    entry = AuditEntry.objects.filter(act="withdraw_declaration").values().get()
    assert declared.which not in str(entry)
    assert entry["before"] == {"sign_in_declared_at": NOW.isoformat()}


@pytest.mark.parametrize(("what", "which"), [(What.NETWORK, NETWORK), (What.ACCOUNT, "x"), (What.SIGN_IN, "0" * 64)])
def test_what_was_not_declared_is_not_withdrawn(team: str, what: What, which: str) -> None:
    with pytest.raises(ActRefused, match="declaration_unknown"):
        withdraw(team, what, which)


def test_another_teams_declaration_is_not_withdrawn(team: str) -> None:
    declare_network(SETUP, Team.objects.exclude(slug=team)[0].slug, NETWORK, now=NOW)
    with pytest.raises(ActRefused, match="declaration_unknown"):
        withdraw(team, What.NETWORK, NETWORK)
    assert TeamNetwork.objects.exists()


@pytest.mark.parametrize(("reason", "code"), [(" ", "reason_missing"), ("가" * 201, "reason_too_long")])
def test_without_a_fit_reason_nothing_is_withdrawn(team: str, reason: str, code: str) -> None:
    declare_network(SETUP, team, NETWORK, now=NOW)
    with pytest.raises(ActRefused, match=code):
        withdraw(team, What.NETWORK, NETWORK, reason)
    assert TeamNetwork.objects.exists()


@pytest.mark.parametrize("who", [yuna, dohyun])
def test_nobody_but_a_chief_withdraws(team: str, account: str, who: Callable[[], Person]) -> None:
    with pytest.raises(NotAllowed):
        withdraw_declaration(who(), team, What.ACCOUNT, account, now=NOW, reason="다른 사람")
    assert TeamMember.objects.exists()


def test_declarations_are_told_with_who_declared(team: str, account: str) -> None:
    declare_network(SETUP, team, NETWORK, now=NOW)
    assert declarations_of(team) == [
        Declaration(What.NETWORK, NETWORK, NOW, by_themselves=False),
        Declaration(What.ACCOUNT, account, NOW, by_themselves=False),
    ]
