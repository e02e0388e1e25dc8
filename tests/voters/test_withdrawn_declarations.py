"""A declaration that was a mistake is withdrawn, and what it cost is counted again once a second person agrees."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from arena.actions.folding import fold_votes, read_tallies
from arena.models import Battle, Vote
from contest.actions import withdrawn_declarations
from contest.actions.declarations import declare_account, declare_network, declare_sign_in
from contest.actions.proposals import confirm_proposal
from contest.actions.refusals import ActRefused, NotAllowed
from contest.actions.withdrawn_declarations import Withdrawn, withdraw_declaration
from contest.models import AuditEntry, Citizen, Proposal, Stage, Team, TeamMember, TeamNetwork
from contest.queries.declarations import Declaration, What, declarations_of
from contest.rules.networks import groups_in
from contest.rules.roles import Command
from tests.contest.cast import bitna, dohyun, yuna
from tests.voters.conftest import SignIn
from tests.web.play import ready_battle, vote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rehearsal", "enqueued")]
SETUP = Command("the tests' set-up")
OFFICE, HOME = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "198.51.100.7"}
NETWORK = "203.0.113.0/24"
NOW = datetime.now(UTC)


@pytest.fixture
def team(rehearsal: None) -> str:
    return Team.objects.order_by("pk").values_list("slug", flat=True)[0]


@pytest.fixture
def voted(minji: Client, sign_in: SignIn, team: str) -> Callable[..., str]:
    """`voted(3, votes_per_day=2)`: a declared person has cast so many votes; the account's number."""

    def play(votes: int, **terms: Any) -> str:
        Stage.objects.update(**{"voters": "signed_in"} | terms)
        sign_in(minji, "민지")
        account = Citizen.objects.get(sign_in_ref__isnull=False).username
        declare_account(SETUP, team, account, now=NOW)
        for number in range(votes):
            vote(minji, ready_battle(minji), key=f"key-of-the-battle-{number}")
        return account

    return play


def withdraw(team: str, what: What, which: str, reason: str = "다른 사람이었어요") -> Withdrawn:
    return withdraw_declaration(dohyun(), team, what, which, settings.VOTER_KEY, now=NOW, reason=reason)


def confirm(done: Withdrawn) -> None:
    for ref in done.proposals:
        confirm_proposal(bitna(), ref, now=datetime.now(UTC))


def reasons() -> list[str]:
    """Of all votes in the order in which they were cast; empty for those that count."""
    return list(Vote.objects.order_by("pk").values_list("void_reason", flat=True))


def counted() -> int:
    """Votes in the tallies of the running stage."""
    pool = Stage.objects.get().pool
    fold_votes(pool.ref)
    return sum(row.a_wins + row.b_wins + row.ties + row.both_bads for row in read_tallies(pool))


def from_address(browser: Client, number: int, address: dict[str, str]) -> None:
    battle_ref = ready_battle(browser)
    ballot = {"outcome": "tie", "key": f"key-of-the-battle-{number}"}
    assert browser.post(f"/battles/{battle_ref}/vote/", ballot, **address).status_code == 200  # type: ignore[arg-type]


def test_votes_count_again_once_a_second_person_agrees(team: str, voted: Callable[..., str]) -> None:
    account = voted(2)
    assert (reasons(), counted()) == (["team_member"] * 2, 0)
    done = withdraw(team, What.ACCOUNT, account)
    assert (reasons(), done.votes, len(done.proposals)) == (["team_member"] * 2, 2, 1)
    with pytest.raises(ActRefused, match="proposal_needs_another"):
        confirm_proposal(dohyun(), done.proposals[0], now=datetime.now(UTC))
    confirm(done)
    assert (reasons(), counted()) == (["", ""], 2)


def test_from_then_on_the_person_votes_like_anybody(minji: Client, team: str, voted: Callable[..., str]) -> None:
    withdraw(team, What.ACCOUNT, voted(0))
    vote(minji, ready_battle(minji))
    assert reasons() == [""]


def test_the_log_tells_who_withdrew_what_and_why(team: str, voted: Callable[..., str]) -> None:
    account = voted(1)
    done = withdraw(team, What.ACCOUNT, account)
    entry = AuditEntry.objects.get(act="withdraw_declaration")
    assert (entry.object_ref, entry.reason, entry.before) == (team, "다른 사람이었어요", {"account": account})
    assert entry.after == {"proposals": list(done.proposals), "votes": 1}
    assert AuditEntry.objects.filter(act="propose_restore").count() == 1


def test_caps_hold_for_votes_that_count_again(team: str, voted: Callable[..., str]) -> None:
    done = withdraw(team, What.ACCOUNT, voted(3, votes_per_day=2))
    confirm(done)
    assert reasons() == ["", "", "team_member"]


def test_a_vote_that_would_not_have_counted_anyhow_stays_set_aside(team: str, voted: Callable[..., str]) -> None:
    account = voted(2)
    Battle.objects.filter(vote=Vote.objects.earliest("pk")).update(probed=True)
    confirm(withdraw(team, What.ACCOUNT, account))
    assert reasons() == ["team_member", ""]


def test_a_vote_sooner_than_anybody_reads_stays_set_aside(team: str, voted: Callable[..., str]) -> None:
    assert withdraw(team, What.ACCOUNT, voted(1, least_seconds=60)).votes == 0


def test_whoever_is_also_of_another_team_stays_uncounted(team: str, voted: Callable[..., str]) -> None:
    account, other = voted(1), Team.objects.exclude(slug=team)[0].slug
    declare_account(SETUP, other, account, now=NOW)
    assert withdraw(team, What.ACCOUNT, account).votes == 0
    assert TeamMember.objects.get().team.slug == other


def test_nothing_is_proposed_where_a_panel_alone_counts(team: str, voted: Callable[..., str]) -> None:
    assert withdraw(team, What.ACCOUNT, voted(1, voters="panel")) == Withdrawn((), 0)


def test_many_votes_are_proposed_in_parts(
    team: str, voted: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(withdrawn_declarations, "MOST_VOTES_A_PROPOSAL", 2)
    done = withdraw(team, What.ACCOUNT, voted(3))
    assert (done.votes, len(done.proposals)) == (3, 2)


def test_a_sign_in_is_withdrawn_before_and_after_the_person_came(minji: Client, sign_in: SignIn, team: str) -> None:
    declare_sign_in(SETUP, team, "rehearsal", "민지", settings.VOTER_KEY, now=NOW)
    [declared] = declarations_of(team)
    assert declared.what is What.SIGN_IN
    sign_in(minji, "민지")
    assert declarations_of(team)[0].what is What.ACCOUNT
    vote(minji, ready_battle(minji))
    confirm(withdraw(team, What.SIGN_IN, declared.which))
    assert (reasons(), TeamMember.objects.count()) == ([""], 0)


def test_votes_from_a_network_count_again(minji: Client, junho: Client, team: str) -> None:
    declare_network(SETUP, team, NETWORK, now=NOW)
    from_address(minji, 1, OFFICE)
    from_address(junho, 2, HOME)
    done = withdraw(team, What.NETWORK, NETWORK)
    assert (done.votes, TeamNetwork.objects.count()) == (1, 0)
    confirm(done)
    assert reasons() == ["", ""]


def test_whoever_was_also_seen_in_a_network_that_stays_declared_stays_uncounted(
    minji: Client, junho: Client, team: str
) -> None:
    for cidr in (NETWORK, "198.51.100.0/24"):
        declare_network(SETUP, team, cidr, now=NOW)
    from_address(minji, 1, OFFICE)
    from_address(junho, 2, OFFICE)
    from_address(junho, 3, HOME)
    confirm(withdraw(team, What.NETWORK, NETWORK))
    assert reasons() == ["", "team_network", "team_network"]


def test_without_an_account_a_networks_votes_stay_uncounted_where_one_must_sign_in(
    minji: Client, junho: Client, sign_in: SignIn, team: str
) -> None:
    Stage.objects.update(voters="signed_in")
    declare_network(SETUP, team, NETWORK, now=NOW)
    sign_in(minji, "민지")
    from_address(minji, 1, OFFICE)
    from_address(junho, 2, OFFICE)
    confirm(withdraw(team, What.NETWORK, NETWORK))
    assert reasons() == ["", "team_network"]


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


def test_a_viewer_withdraws_nothing(team: str, voted: Callable[..., str]) -> None:
    account = voted(1)
    with pytest.raises(NotAllowed):
        withdraw_declaration(yuna(), team, What.ACCOUNT, account, settings.VOTER_KEY, now=NOW, reason="다른 사람")
    assert (TeamMember.objects.count(), Proposal.objects.count()) == (1, 0)


def test_declarations_are_told_with_who_declared(team: str, voted: Callable[..., str]) -> None:
    account = voted(0)
    declare_network(SETUP, team, NETWORK, now=NOW)
    assert declarations_of(team) == [
        Declaration(What.NETWORK, NETWORK, NOW, by_themselves=False),
        Declaration(What.ACCOUNT, account, NOW, by_themselves=False),
    ]


@pytest.mark.parametrize(
    ("cidr", "groups"),
    [
        ("203.0.113.128/25", ["203.0.113.0/24"]),
        ("203.0.112.0/23", ["203.0.112.0/24", "203.0.113.0/24"]),
        ("2001:db8::/48", ["2001:db8::/48"]),
        ("0.0.0.0/0", []),
    ],
)
def test_the_network_groups_of_addresses(cidr: str, groups: list[str]) -> None:
    assert groups_in(cidr) == groups
