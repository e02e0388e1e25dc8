"""The reader of server-sent events, on bytes alone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.inference.errors import Permanent, Reason, Retryable, Throttled
from arena.inference.rehearsal.wire import DONE, Wire
from arena.inference.sse import ChunkReader, Usage
from arena.inference.target import Bounds

WIRE = Wire("m", "id")
ENDING = WIRE.finish("stop") + DONE


def read(stream: bytes, *cuts: int, bounds: Bounds | None = None) -> tuple[str, ChunkReader]:
    """The text of a stream whose bytes come in pieces, cut at these places."""
    reader = ChunkReader(bounds or Bounds())
    places = [0, *sorted(cuts), len(stream)]
    chunks = [reader.feed(stream[begin:end]) for begin, end in pairwise(places) if begin < end]
    reader.end()
    return "".join(chunk.text for chunk in chunks if chunk), reader


@given(st.text(min_size=1).filter(lambda text: text.replace("\0", "") != ""), st.data())
def test_text_comes_out_the_same_wherever_the_bytes_are_cut(text: str, data: st.DataObject) -> None:
    stream = b": keep-alive\n\n" + b"".join(WIRE.text(letter) for letter in text) + ENDING
    cuts = data.draw(st.lists(st.integers(0, len(stream)), max_size=20))
    assert read(stream, *cuts)[0] == text.replace("\0", "")


def test_a_byte_at_a_time_is_read_as_well() -> None:
    stream = WIRE.text("한글") + ENDING
    assert read(stream, *range(len(stream)))[0] == "한글"


def test_lines_may_end_with_carriage_returns() -> None:
    assert read((WIRE.text("줄") + ENDING).replace(b"\n", b"\r\n"))[0] == "줄"


def test_the_token_counts_are_taken() -> None:
    _, reader = read(WIRE.text("가") + WIRE.finish("stop") + WIRE.usage(7, 3) + DONE)
    assert reader.usage == Usage(7, 3)


def test_reasoning_is_no_text() -> None:
    assert read(WIRE.reasoning("생각") + WIRE.text("답") + ENDING)[0] == "답"


def test_an_end_mark_is_not_needed_where_the_answer_says_that_it_ended() -> None:
    assert read(WIRE.text("답") + WIRE.finish("length"))[1].finish_reason == "length"


def test_an_end_without_any_word_of_ending_is_truncated() -> None:
    with pytest.raises(Retryable) as caught:
        read(WIRE.text("답"))
    assert caught.value.reason == Reason.TRUNCATED


def test_an_end_mark_without_its_newline_counts() -> None:
    assert read(WIRE.text("답") + DONE.strip())[0] == "답"


def test_an_answer_that_the_server_gave_up_is_no_answer() -> None:
    with pytest.raises(Retryable) as caught:
        read(WIRE.text("답") + WIRE.finish("abort"))
    assert caught.value.reason == Reason.SERVER_ERROR


def test_a_servers_own_words_for_an_ending_are_not_passed_on() -> None:
    assert read(WIRE.text("답") + WIRE.finish("<b>made by us</b>") + DONE)[1].finish_reason == "other"


@pytest.mark.parametrize(
    "line",
    [b"data: 5", b"data: []", b'data: {"choices": 3}', b'data: {"choices":[{"delta":{"content":7}}]}',
     b'data: {"choices":[{"delta":{"content":"\\ud800"}}]}', b"data: " + b"[" * 5000],
)  # fmt: skip
def test_what_is_no_completion_is_a_bad_stream(line: bytes) -> None:
    with pytest.raises(Retryable) as caught:
        read(line + b"\n\n")
    assert caught.value.reason == Reason.BAD_STREAM


def test_a_line_beyond_its_bound_is_refused() -> None:
    with pytest.raises(Permanent) as caught:
        read(b"data: " + b"x" * 300, 100, 200, bounds=Bounds(max_line_bytes=150))
    assert caught.value.reason == Reason.TOO_LARGE


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (b'data: {"error": {"message": "busy", "code": 503}}\n', Throttled),
        (b'data: {"error": {"message": "too long", "code": 400}}\n', Permanent),
        (b'data: {"error": {"message": "broken", "code": 500}}\n', Retryable),
        (b'data: {"error": "broken"}\n', Retryable),
    ],
)
def test_an_error_inside_the_stream_counts_as_its_status(line: bytes, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        ChunkReader(Bounds()).feed(line)
