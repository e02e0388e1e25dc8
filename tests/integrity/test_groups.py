"""Groups that share a feature and vote for one entrant."""

import numpy as np
import pytest

from arena.rules.integrity.by_rule import applies_by_rule
from arena.rules.integrity.noticed import Detector, Noticed
from arena.rules.integrity.targeting import Feature, groups_that_target
from arena.rules.ratings.connectivity import NotConnected
from benchmarks.attacks.attackers import Style
from benchmarks.attacks.defence import board, groups, set_aside
from tests.integrity.crowds import attacked, contest


def test_a_bought_network_is_found_with_the_entrant_it_serves() -> None:
    crowd = attacked(1)
    (found,) = groups(crowd)
    assert (found.detector, found.toward) == (Detector.GROUP_TARGETS, "D")
    assert found.subject == f"network={crowd.network[crowd.bad][0]}"
    assert found.numbers["standard_errors"] > 8


def test_a_group_that_votes_an_entrant_down_is_found_too() -> None:
    crowd = attacked(2)
    turned = crowd.rows.outcome.copy()
    decided = crowd.bad & (turned < 2)
    turned[decided] = 1 - turned[decided]
    (found,) = groups_that_target(
        type(crowd.rows)(crowd.rows.entrants, crowd.rows.a, crowd.rows.b, turned), crowd.voter, crowd.features(), 0.01
    )
    assert found.toward == "D"
    assert found.numbers["standard_errors"] < -8


def test_what_a_crowd_shares_twice_is_found_once() -> None:
    crowd = attacked(3)
    twice = (*crowd.features(), Feature("referral", ["x"], np.where(crowd.bad, 0, -1)))
    found = groups_that_target(crowd.rows, crowd.voter, twice, 0.01)
    assert len(found) == 1


def test_two_bought_networks_are_both_found() -> None:
    first, second = attacked(4), attacked(5, target=0)
    found = groups(first) + groups(second)
    assert [one.toward for one in found] == ["D", "A"]


@pytest.mark.parametrize("style", [Style.HALF_DUTY, Style.MIMICKING, Style.OMNIPRESENT])
def test_sly_groups_are_found(style: Style) -> None:
    crowd = attacked(6, style)
    assert crowd.bad[groups(crowd)[0].votes].mean() > 0.5


def test_setting_a_found_group_aside_gives_the_board_back() -> None:
    crowd = attacked(7)
    fair, now = board(crowd, ~crowd.bad), board(crowd, ~set_aside(crowd, groups(crowd)))
    assert np.abs(board(crowd) - fair).max() > 15
    assert np.abs(now - fair).max() < 3


def test_honest_groups_are_left_alone() -> None:
    assert [one for seed in range(20) for one in groups(contest(seed))] == []


def test_a_handful_of_people_is_no_group() -> None:
    crowd = attacked(8)
    few = Feature("pair", ["x"], np.where(crowd.bad & (crowd.voter >= crowd.voter.max() - 3), 0, -1))
    assert groups_that_target(crowd.rows, crowd.voter, [few], 1.0) == []


def test_nothing_leans_where_there_is_no_board() -> None:
    crowd = contest(9, 200)
    among = (crowd.rows.a < 2) == (crowd.rows.b < 2)
    apart = crowd.only(among)
    with pytest.raises(NotConnected):
        groups(apart)


def noticed(**more: object) -> Noticed:
    fields = {"detector": Detector.GROUP_TARGETS, "subject": "network=1", "votes": np.arange(10), "chance": 1e-9}
    return Noticed(**{**fields, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "scanned", "applies"),
    [
        (noticed(), 1_000, True),
        (noticed(), 99, False),
        (noticed(chance=0.005), 1_000, False),
        (noticed(chance=None), 1_000, False),
        (noticed(detector=Detector.VOTER_TARGETS), 1_000, False),
        (noticed(detector=Detector.BURST), 1_000, False),
    ],
)
def test_the_rule_takes_only_small_groups_that_are_plain(one: Noticed, scanned: int, applies: bool) -> None:
    assert applies_by_rule(one, scanned) is applies
