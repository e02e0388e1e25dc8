"""The attack lab's gates in a small form, and that its contests follow the contest's own rules."""

import random
from collections import Counter

import pytest

from arena.rules.integrity.effect import effect
from arena.rules.pairing import draw
from benchmarks.attacks.gates import GATES, Gate
from benchmarks.attacks.population import balanced_pairs
from tests.integrity.crowds import attacked, chance, contest


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.__name__)
def test_the_gate_holds_in_a_few_contests(gate) -> None:  # type: ignore[no-untyped-def]
    measured: list[Gate] = gate(5, 7)
    assert all(one.holds for one in measured), measured


def test_pairs_are_dealt_as_the_draw_deals_them() -> None:
    exposures = {(i, j): 0 for i in range(5) for j in range(5) if i != j}
    rng = random.Random(1)
    for _ in range(30):
        exposures[draw(exposures, rng)] += 1
    a, b = balanced_pairs(5, 30, chance(1))
    dealt = Counter(zip(a.tolist(), b.tolist(), strict=True))
    assert sorted(dealt.values()) == sorted(exposures.values())


def test_the_effect_is_the_boards_with_and_without() -> None:
    crowd = attacked(1)
    told = {one.entrant: one for one in effect(crowd.rows, crowd.bad, crowd.rows.entrants)}
    assert told["D"].change < -15
    assert sum(one.with_votes for one in told.values()) == pytest.approx(5_000)
    assert sum(one.without_votes for one in told.values()) == pytest.approx(5_000)


def test_there_is_no_effect_where_no_board_is_left() -> None:
    crowd = contest(2, 100)
    assert effect(crowd.rows, crowd.rows.a >= 0, crowd.rows.entrants) == ()
