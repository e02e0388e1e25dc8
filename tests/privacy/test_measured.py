"""How much personal data is found: on generated lines and on lines written by hand. `pytest -s` prints the tables."""

import pytest

from arena.rules.privacy import find_personal_data
from tests.privacy.labelled import handwritten, lines
from tests.privacy.measure import Measured, measure

LEAST_RECALL = {
    "resident": 0.99,
    "foreigner": 0.99,
    "card": 0.99,
    "phone": 0.97,
    "account": 0.95,
    "passport": 0.95,
    "licence": 0.95,
    "email": 0.97,
}
MOST_FALSE_ALARMS = 0.02


@pytest.fixture(scope="module")
def measured() -> Measured:
    found = measure(lines(), find_personal_data)
    print("\n" + found.table())
    return found


@pytest.mark.parametrize("kind", LEAST_RECALL)
def test_it_masks_nearly_all_of_a_kind_to_the_last_digit(measured: Measured, kind: str) -> None:
    assert measured.recall(kind) >= LEAST_RECALL[kind], measured.missed[:10]


@pytest.mark.parametrize("kind", LEAST_RECALL)
def test_it_says_what_it_masked(measured: Measured, kind: str) -> None:
    assert measured.right_names(kind) >= LEAST_RECALL[kind] - 0.02


def test_it_leaves_harmless_numbers_alone(measured: Measured) -> None:
    assert measured.false_alarm_rate <= MOST_FALSE_ALARMS, measured.false_alarms[:10]


def test_the_set_is_large_and_the_same_each_time(measured: Measured) -> None:
    assert measured.lines.total() >= 1000
    assert lines() == lines()


def test_lines_written_by_hand_are_masked_and_harmless_ones_stay() -> None:
    found = measure(handwritten(), find_personal_data)
    assert [line.text for line in (*found.missed, *found.false_alarms)] == []
