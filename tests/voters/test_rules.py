"""Whose votes count, how many of them, and where an address belongs: pure rules."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.rules.counting import Standing, Used
from arena.rules.counting import reason_against as reason_against_vote
from contest.rules.caps import Caps, Kept, beyond_caps, day_began_at
from contest.rules.networks import UNKNOWN, client_address, group_of, is_within
from contest.rules.stages_terms import Voters
from contest.rules.voters import Against, Known, Tier, network_ref, reason_against, sign_in_ref

NOON = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)
NOTHING = Used(0, 0)


@pytest.mark.parametrize(
    ("tier", "voters", "reason"),
    [
        (Tier.ANONYMOUS, Voters.EVERYONE, None),
        (Tier.ANONYMOUS, Voters.SIGNED_IN, Against.SIGN_IN_NEEDED),
        (Tier.SIGNED_IN, Voters.SIGNED_IN, None),
        (Tier.SIGNED_IN, Voters.PANEL, Against.PANEL_ONLY),
        (Tier.ANONYMOUS, Voters.PANEL, Against.PANEL_ONLY),
        (Tier.PANEL, Voters.PANEL, None),
        (Tier.PANEL, Voters.EVERYONE, None),
    ],
)
def test_each_tier_counts_where_the_stage_says_so(tier: Tier, voters: Voters, reason: Against | None) -> None:
    assert reason_against(Known(tier), voters) == reason


@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        ("is_organiser", Against.ORGANISER),
        ("is_team_member", Against.TEAM_MEMBER),
        ("in_team_network", Against.TEAM_NETWORK),
        ("started_anew", Against.STARTED_ANEW),
    ],
)
def test_some_never_count_whatever_the_stage_says(fact: str, reason: Against) -> None:
    assert reason_against(Known(Tier.PANEL, **{fact: True}), Voters.EVERYONE) == reason


@pytest.mark.parametrize(
    ("standing", "used", "probed", "seconds", "reason"),
    [
        (Standing(), NOTHING, False, None, ""),
        (Standing(against="team_member"), NOTHING, True, 0.0, "team_member"),
        (Standing(), NOTHING, True, None, "identity_probe"),
        (Standing(probes_count=True), NOTHING, True, None, ""),
        (Standing(least_seconds=3), NOTHING, False, 2.9, "too_soon"),
        (Standing(least_seconds=3), NOTHING, False, 3.0, ""),
        (Standing(per_day=2), Used(2, 2), False, None, "day_cap"),
        (Standing(per_day=2, per_pool=9), Used(1, 9), False, None, "pool_cap"),
        (Standing(per_day=2, per_pool=9), Used(1, 8), False, None, ""),
        (Standing(per_day=0), NOTHING, False, None, "day_cap"),
    ],
)
def test_a_vote_has_one_reason_or_counts(
    standing: Standing, used: Used, probed: bool, seconds: float | None, reason: str
) -> None:
    assert reason_against_vote(standing, used, probed=probed, seconds=seconds) == reason


def test_a_day_begins_at_midnight_in_korea() -> None:
    just_before, just_after = datetime(2026, 5, 3, 14, 59, tzinfo=UTC), datetime(2026, 5, 3, 15, 1, tzinfo=UTC)
    assert day_began_at(just_after) == datetime(2026, 5, 3, 15, 0, tzinfo=UTC)
    assert day_began_at(just_after) - day_began_at(just_before) == timedelta(days=1)


def test_joining_votes_fill_what_the_caps_leave_oldest_first() -> None:
    joining = [Kept(f"r{n}", NOON + timedelta(minutes=n)) for n in (3, 1, 2)]
    assert beyond_caps([NOON], joining, Caps(per_day=3, per_stage=None)) == {"r3": "day_cap"}
    assert beyond_caps([NOON], joining, Caps(per_day=None, per_stage=2)) == {"r2": "pool_cap", "r3": "pool_cap"}


def test_other_days_have_caps_of_their_own() -> None:
    joining = [Kept("yesterday", NOON - timedelta(days=1)), Kept("today", NOON)]
    assert beyond_caps([NOON], joining, Caps(per_day=1, per_stage=None)) == {"today": "day_cap"}


@given(
    own=st.lists(st.integers(0, 5), max_size=8),
    joining=st.lists(st.integers(0, 5), max_size=8),
    day=st.none() | st.integers(0, 4),
    stage=st.none() | st.integers(0, 9),
)
def test_merging_never_lifts_anybody_over_a_cap(
    own: list[int], joining: list[int], day: int | None, stage: int | None
) -> None:
    votes = [Kept(f"r{number}", NOON + timedelta(days=days)) for number, days in enumerate(joining)]
    mine = [NOON + timedelta(days=days) for days in own]
    beyond = beyond_caps(mine, votes, Caps(day, stage))
    left = [vote.cast_at for vote in votes if vote.receipt_ref not in beyond]
    if stage is not None:
        assert len(left) <= max(0, stage - len(mine))
    if day is not None:
        assert all(left.count(at) <= max(0, day - mine.count(at)) for at in left)


@pytest.mark.parametrize(
    ("peer", "header", "proxies", "address"),
    [
        ("203.0.113.9", "", 0, "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", 0, "203.0.113.9"),
        ("10.0.0.2", "198.51.100.1", 1, "198.51.100.1"),
        ("10.0.0.2", "192.0.2.66, 198.51.100.1", 1, "198.51.100.1"),
        ("10.0.0.2", "192.0.2.66,192.0.2.67, 198.51.100.1, 10.0.0.3", 2, "198.51.100.1"),
        ("203.0.113.9", "192.0.2.66", 2, "203.0.113.9"),
        ("203.0.113.9", "nonsense", 1, "203.0.113.9"),
        ("", "", 0, ""),
        ("unix:", "", 1, ""),
    ],
)
def test_only_our_own_proxies_are_believed(peer: str, header: str, proxies: int, address: str) -> None:
    assert client_address(peer, header, proxies) == address


@given(
    forged=st.text(max_size=60),
    peer=st.just("203.0.113.9"),
)
def test_whatever_a_client_writes_before_our_entry_changes_nothing(forged: str, peer: str) -> None:
    assert client_address("10.0.0.2", f"{forged}, {peer}", 1) == peer
    assert client_address(peer, forged, 0) == peer


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("", UNKNOWN),
        ("unix:", UNKNOWN),
    ],
)
def test_neighbours_are_one_group(address: str, group: str) -> None:
    assert group_of(address) == group


def test_an_address_is_within_its_networks_only() -> None:
    assert is_within("192.0.2.77", ["2001:db8::/32", "192.0.2.64/26"])
    assert is_within("::ffff:192.0.2.77", ["192.0.2.0/24"])
    assert not is_within("192.0.3.1", ["192.0.2.0/24"])
    assert not is_within("", ["0.0.0.0/0"])


def test_pseudonyms_differ_by_kind_way_and_key() -> None:
    refs = {
        sign_in_ref("a", "b1", "key"),
        sign_in_ref("ab", "1", "key"),
        sign_in_ref("a", "b1", "other"),
        network_ref("a", "key"),
    }
    assert len(refs) == 4
    assert all(len(ref) == 64 for ref in refs)
