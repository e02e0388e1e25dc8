"""Both sides are released by one clock, and nothing but the common position shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.rules.blindness.pace import SLOWEST, Pace
from arena.rules.blindness.release import Delta, Release

PACE = Pace(bytes_per_second=100, hold_seconds=0)
steps = st.lists(st.tuples(st.sampled_from(["a", "b", "tick"]), st.text(min_size=1, max_size=8)), max_size=60)


def play(events: list[tuple[str, str]], swap: bool = False) -> tuple[list[Delta | None], Release]:
    release = Release(PACE)
    deltas = []
    for name, text in events:
        if name == "tick":
            deltas.append(release.advance(0.1))
        else:
            release.feed({"a": "b", "b": "a"}[name] if swap else name, text)  # type: ignore[arg-type]
    return deltas, release


def test_nothing_shows_until_both_sides_have_begun() -> None:
    release = Release(PACE)
    release.feed("a", "빠른 답")
    assert release.advance(0.1) is None
    release.feed("b", "느린 답")
    delta = release.advance(0.1)
    assert delta is not None
    assert delta.a
    assert delta.b


def test_however_long_one_side_is_silent_the_other_does_not_start_alone() -> None:
    release = Release(PACE)
    release.feed("a", "기다린 답")
    release.finish("a")
    assert [release.advance(1.0) for _ in range(100)] == [None] * 100
    release.feed("b", "늦은 답")
    assert release.advance(0.1) is not None


def test_neither_side_runs_ahead_of_what_the_slower_one_has() -> None:
    release = Release(PACE)
    release.feed("a", "x" * 1000)
    release.feed("b", "y" * 30)
    for _ in range(50):
        release.advance(0.1)
    assert len(release.shown("a")) == len(release.shown("b")) == 30


def test_a_shorter_complete_side_no_longer_holds_the_other_back() -> None:
    release = Release(PACE)
    release.feed("a", "x" * 50)
    release.feed("b", "y" * 10)
    release.finish("b")
    for _ in range(20):
        release.advance(0.1)
    assert (len(release.shown("a")), len(release.shown("b"))) == (50, 10)


def test_the_pace_does_not_tell_when_the_last_answer_was_complete() -> None:
    known, still_coming = Release(PACE), Release(PACE)
    for release in (known, still_coming):
        for side in ("a", "b"):
            release.feed(side, "z" * 400)  # type: ignore[arg-type]
    known.finish("a")
    known.finish("b")
    assert [known.advance(0.1) for _ in range(30)] == [still_coming.advance(0.1) for _ in range(30)]


def shown_in(release: Release, ticks: int) -> list[int]:
    """How many bytes of side a each tick shows."""
    return [len(delta.a) if (delta := release.advance(0.1)) else 0 for _ in range(ticks)]


def test_once_a_side_was_waited_for_the_pace_stays_down_after_its_end() -> None:
    release = Release(PACE)
    release.feed("a", "x" * 1000)
    for _ in range(40):
        release.feed("b", "y" * 6)
        release.advance(0.1)
    release.finish("a")
    release.finish("b")
    assert sum(shown_in(release, 10)) == pytest.approx(53, abs=3)


def test_the_pace_falls_no_lower_than_people_read() -> None:
    release = Release(PACE)
    release.feed("a", "x" * 1000)
    for _ in range(40):
        release.feed("b", "y")
        release.advance(0.1)
    release.finish("b")
    assert sum(shown_in(release, 20)) == pytest.approx(2 * SLOWEST, abs=2)


def test_whom_the_release_waits_for_is_counted() -> None:
    release = Release(PACE)
    release.feed("a", "x" * 1000)
    release.feed("b", "y" * 15)
    shown_in(release, 5)
    assert (release.late_ticks("a"), release.late_ticks("b")) == (0, 4)


def test_how_an_answer_came_is_told_by_its_first_text_and_the_pace_that_it_keeps() -> None:
    release = Release(PACE)
    for tick in range(1, 31):
        if tick >= 10:
            release.feed("a", "x" * 5)
        release.advance(0.1)
    found = release.arrival("a")
    assert found is not None
    assert found.began_seconds == pytest.approx(1.0)
    assert found.bytes_per_second == pytest.approx(52.5)
    assert release.arrival("b") is None


def test_whoever_has_text_sooner_the_release_begins_after_the_same_time() -> None:
    begun = []
    for first in (1, 9):
        release = Release(Pace(bytes_per_second=100, hold_seconds=1.5))
        for tick in range(1, 30):
            if tick == first:
                release.feed("a", "x" * 50)
                release.feed("b", "y" * 50)
            if release.advance(0.1) is not None:
                begun.append(tick)
                break
    assert begun == [15, 15]


@given(steps)
def test_swapping_the_sides_swaps_the_frames_and_nothing_else(events: list[tuple[str, str]]) -> None:
    one, _ = play(events)
    other, _ = play(events, swap=True)
    assert [d and (d.a, d.b, d.done) for d in one] == [d and (d.b, d.a, d.done) for d in other]


@given(steps)
def test_the_frames_joined_are_what_is_shown_and_a_beginning_of_what_was_fed(events: list[tuple[str, str]]) -> None:
    deltas, release = play(events)
    for side in ("a", "b"):
        fed = "".join(text for name, text in events if name == side)
        shown = "".join(getattr(delta, side) for delta in deltas if delta)
        assert shown == release.shown(side)  # type: ignore[arg-type]
        assert fed.startswith(shown)


@given(st.text(max_size=200), st.text(max_size=200))
def test_at_the_end_everything_is_shown(a: str, b: str) -> None:
    release = Release(PACE)
    for side, text in (("a", a), ("b", b)):
        release.feed(side, text)  # type: ignore[arg-type]
        release.finish(side)  # type: ignore[arg-type]
    for _ in range(100):
        if release.done:
            break
        release.advance(1.0)
    assert (release.shown("a"), release.shown("b")) == (a, b)
