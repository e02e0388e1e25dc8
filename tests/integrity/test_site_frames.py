"""The attacker on a site's frames finds what is there to be found, and tells lengths apart from the release."""

import numpy as np
import pytest

from benchmarks.attacks.frames import Frames
from benchmarks.attacks.site_frames import Told, Witnessed, told, while_both_grow
from tests.integrity.crowds import chance


def battle(rng: np.random.Generator, gap: float = 0.1, longer: int = 0) -> Frames:
    """Fifteen characters of each side a frame, for as long as each lasts."""
    lengths = rng.integers(200, 600, 2) + np.array([longer, 0])
    count = -(-int(lengths.max()) // 15)
    a, b = (np.clip(length - 15 * np.arange(count), 0, 15).astype(float) for length in lengths)
    return Frames(1.5 + gap * np.arange(count) + 0.01 * rng.random(count), a, b)


def rows(witnessed: list[Witnessed]) -> dict[str, float]:
    return {one.what: one.right for one in told(witnessed, 1)}


def test_nothing_is_told_where_all_are_alike() -> None:
    rng = chance(1)
    found = rows([Witnessed(battle(rng), "ABCDE"[i % 5]) for i in range(1000)])
    assert max(found.values()) < 0.26


def test_a_rhythm_of_ones_own_is_told_and_a_length_alone_is_not() -> None:
    rng = chance(2)
    found = rows([Witnessed(battle(rng, 0.1 + 0.02 * (i % 5)), "ABCDE"[i % 5]) for i in range(600)])
    assert found["what the release adds"] > 0.9
    assert found["the answers' lengths alone"] < 0.3


def test_whoever_writes_more_is_told_by_length_and_not_by_what_the_release_adds() -> None:
    rng = chance(3)
    found = rows([Witnessed(battle(rng, longer=400 * (i % 5)), "ABCDE"[i % 5]) for i in range(1000)])
    assert found["the answers' lengths alone"] > 0.5
    assert found["what the release adds"] < 0.3


def test_a_battle_of_two_frames_has_no_rhythm() -> None:
    assert not while_both_grow(Frames(np.array([1.0, 2.0]), np.ones(2), np.ones(2))).any()


def test_the_interval_is_wilsons() -> None:
    assert Told("x", 0.2, 2000).interval == pytest.approx((0.1831, 0.2181), abs=1e-4)
