"""The wire's vocabulary: closed, numbered, and the same text whatever was dropped."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.realtime.events import Event, Kind, Phase, arrived, decode, folded
from contest.rehearsal.screen import Screen

deltas = st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), min_size=1, max_size=30)


def frames(parts: list[tuple[str, str]]) -> list[Event]:
    """A turn's frames: the texts in order, then the word that both are complete."""
    events = [Event(Kind.FRAME, 1, n, a, b, Phase.STREAMING) for n, (a, b) in enumerate(parts, start=1)]
    return [*events, Event(Kind.FRAME, 1, len(parts) + 1, "", "", Phase.READY)]


def whole(parts: list[tuple[str, str]]) -> tuple[str, str]:
    return "".join(a for a, _ in parts), "".join(b for _, b in parts)


@given(deltas, st.integers(min_value=0, max_value=30))
def test_a_snapshot_and_the_later_frames_are_the_final_text(parts: list[tuple[str, str]], joined: int) -> None:
    events = frames(parts)
    snapshot = Event(Kind.SNAPSHOT, 1, 0, "", "", Phase.STREAMING)
    for event in events[:joined]:
        snapshot = folded(snapshot, event)
    screen = Screen()
    screen.take(orjson.loads(snapshot.json()))
    for event in events:
        assert screen.take(orjson.loads(event.json()))
    assert (screen.a, screen.b) == whole(parts)
    assert screen.state == "ready"


@given(deltas, st.data())
def test_a_dropped_frame_is_noticed_and_a_snapshot_repairs_it(
    parts: list[tuple[str, str]], data: st.DataObject
) -> None:
    events = frames(parts)
    lost = data.draw(st.integers(min_value=1, max_value=len(events) - 1))
    screen = Screen()
    screen.take(orjson.loads(Event(Kind.SNAPSHOT, 1, 0, "", "", Phase.STREAMING).json()))
    noticed = False
    so_far = Event(Kind.SNAPSHOT, 1, 0, "", "", Phase.STREAMING)
    for event in events:
        so_far = folded(so_far, event)
        if event.n == lost:
            continue
        if not screen.take(orjson.loads(event.json())):
            noticed = True
            screen.take(orjson.loads(so_far.json()))
    assert noticed
    assert (screen.a, screen.b) == whole(parts)


@given(deltas)
def test_frames_that_come_twice_change_nothing(parts: list[tuple[str, str]]) -> None:
    screen = Screen()
    screen.take(orjson.loads(Event(Kind.SNAPSHOT, 1, 0, "", "", Phase.STREAMING).json()))
    for event in frames(parts):
        for _ in range(2):
            screen.take(orjson.loads(event.json()))
    assert (screen.a, screen.b) == whole(parts)


def test_the_browser_gets_these_keys_and_no_others() -> None:
    event = Event(Kind.FRAME, 2, 7, "가", "나", Phase.STREAMING)
    assert set(orjson.loads(event.json())) == {"kind", "turn", "n", "a", "b", "state"}


def test_a_payload_is_routed_without_decoding_its_json() -> None:
    event = Event(Kind.FRAME, 2, 7, "가|나", "b", Phase.STREAMING)
    head = arrived(event.payload())
    assert (head.kind, head.turn, head.n, head.state) == (Kind.FRAME, 2, 7, Phase.STREAMING)
    assert head.json == event.json()
    assert decode(event.payload()) == event


@pytest.mark.parametrize(
    "payload", [b"hint|streaming|1|1|{}", b"frame|winning|1|1|{}", b"frame|streaming|x|1|{}", b"{}"]
)
def test_a_word_outside_the_vocabulary_is_refused(payload: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  several readers refuse, each with words of its own
        arrived(payload)


def test_a_frame_after_a_gap_is_not_folded() -> None:
    with pytest.raises(ValueError, match="does not follow"):
        folded(None, Event(Kind.FRAME, 1, 2, "a", "b", Phase.STREAMING))
