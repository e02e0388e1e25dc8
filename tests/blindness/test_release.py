"""Both sides are released by one clock, and nothing but the common position shows."""

from hypothesis import given
from hypothesis import strategies as st

from arena.rules.blindness.release import Delta, Pace, Release

PACE = Pace(bytes_per_second=100, catch_up=4, max_wait_seconds=5)
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


def test_after_the_longest_wait_the_other_side_starts_alone() -> None:
    release = Release(PACE)
    release.feed("a", "기다린 답")
    release.finish("a")
    shown = [release.advance(1.0) for _ in range(7)]
    assert shown[3] is None
    assert any(delta is not None for delta in shown) is False or release.shown("b") == ""


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


def test_when_both_are_complete_the_rest_comes_faster() -> None:
    release = Release(PACE)
    for side in ("a", "b"):
        release.feed(side, "z" * 400)  # type: ignore[arg-type]
        release.finish(side)  # type: ignore[arg-type]
    for _ in range(10):
        release.advance(0.1)
    assert release.done
    assert release.shown("a") == "z" * 400


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
