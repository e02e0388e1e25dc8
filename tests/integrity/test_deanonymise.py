"""What frames and words tell: the classifiers learn where there is something to learn, and only there."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.attacks.classifiers import accuracy, logistic, naive_bayes, nearest_centroid
from benchmarks.attacks.deanonymise import told_by_frames
from benchmarks.attacks.frames import REHEARSAL, VERY_DIFFERENT, Rules, Server, arrivals, measured, play
from benchmarks.attacks.words import bags, kappa, read_texts, told_by_words
from tests.integrity.crowds import chance

STEADY = Rules("the liveliest")


@pytest.mark.parametrize("servers", [REHEARSAL, VERY_DIFFERENT])
def test_at_the_pace_that_the_pool_needs_frames_tell_neither_who_nor_which_side(servers: tuple[Server, ...]) -> None:
    told = told_by_frames(servers, Rules("the pool's", measured(servers, chance(4))), 2_000, 2)
    assert told.one_of_five <= 0.25
    assert told.which_side <= 0.62


def test_a_server_slower_than_the_pace_shows_that_it_is_there_but_hardly_on_which_side() -> None:
    told = told_by_frames(VERY_DIFFERENT, STEADY, 1_000, 1)
    assert told.one_of_five > 0.35
    assert told.which_side <= 0.65


def test_a_battle_shows_both_answers_whole() -> None:
    server = Server(0.1, 1000, 2)
    frames = play(server, server, STEADY, chance(1))
    rng = chance(1)
    sizes = [sum(size for _at, size in arrivals(server, rng)) for _side in range(2)]
    assert [frames.a.sum(), frames.b.sum()] == sizes


def test_a_held_turn_starts_when_its_time_has_come() -> None:
    frames = play(Server(0.1, 100, 1), Server(0.1, 100, 1), STEADY, chance(2))
    assert frames.at[0] == pytest.approx(1.5)


@pytest.mark.parametrize("train", [nearest_centroid, logistic])
def test_a_classifier_learns_what_is_plain_and_nothing_from_noise(train) -> None:  # type: ignore[no-untyped-def]
    rng = chance(3)
    y = rng.integers(0, 3, 900)
    noise = rng.standard_normal((900, 4))
    plain = noise + 4 * np.eye(4)[y]
    assert accuracy(train(plain[:600], y[:600]), plain[600:], y[600:]) > 0.95
    assert accuracy(train(noise[:600], y[:600]), noise[600:], y[600:]) < 0.45


def test_naive_bayes_knows_a_favourite_word() -> None:
    counts = np.array([[5, 1], [1, 5], [4, 0], [0, 4]], dtype=float)
    y = np.array([0, 1, 0, 1])
    assert accuracy(naive_bayes(counts, y), counts, y) == 1


def test_a_style_of_words_is_told_and_its_kappa_is_near_one(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    lines = [
        f'{{"entrant": "{who}", "text": "{word} {i}"}}' for i in range(40) for who, word in (("x", "음"), ("y", "네"))
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert kappa(told_by_words(*bags(read_texts(path)), seed=1), 2) > 0.9


def test_kappa_is_nothing_by_chance() -> None:
    assert kappa(0.2, 5) == pytest.approx(0)
