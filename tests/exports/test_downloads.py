"""Downloads: what kind of file it is, and how one that broke off goes on."""

from typing import Any

import pytest
from django.test import Client

from contest.actions.exports import request_export
from contest.actions.stages_running import close_stage
from contest.exports.files import export_path
from contest.exports.ranges import NoSuchPart, asked_part
from contest.exports.tasks import make_export
from contest.queries.exports import export_record
from tests.contest.cast import CLOSES, SETUP, revision

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["page", "api"])
def file(request: pytest.FixtureRequest, stage: str) -> tuple[str, bytes]:
    """A public file: its address on the page of open data or in the API, and its bytes."""
    close_stage(SETUP, stage, seen=revision(stage), now=CLOSES)
    ref = request_export(SETUP, stage, "votes", "csv", public=True, now=CLOSES)
    make_export(ref)
    addresses = {"page": f"/data/{ref}/one-votes.csv", "api": f"/api/v1/data/{ref}/content/"}
    return addresses[request.param], export_path(ref, "one-votes.csv").read_bytes()


def body(answer: Any) -> bytes:
    """All of it."""
    return b"".join(answer.streaming_content)


def test_a_download_goes_on_where_it_broke_off(file: tuple[str, bytes]) -> None:
    address, whole = file
    first = Client().get(address, headers={"Range": "bytes=0-99"})
    assert (first.status_code, first["Content-Range"]) == (206, f"bytes 0-99/{len(whole)}")
    rest = Client().get(address, headers={"Range": "bytes=100-", "If-Range": first["ETag"]})
    assert (rest.status_code, rest["Content-Length"]) == (206, str(len(whole) - 100))
    assert body(first) + body(rest) == whole


def test_the_rest_of_another_file_is_not_put_behind_the_beginning(file: tuple[str, bytes]) -> None:
    address, whole = file
    answer = Client().get(address, headers={"Range": "bytes=100-", "If-Range": '"an older file"'})
    assert (answer.status_code, body(answer)) == (200, whole)


def test_a_part_behind_the_end_is_not_there(file: tuple[str, bytes]) -> None:
    address, whole = file
    answer = Client().get(address, headers={"Range": f"bytes={len(whole)}-"})
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(whole)}")


def test_whoever_asks_for_all_hears_that_parts_may_be_asked_for(file: tuple[str, bytes]) -> None:
    answer = Client().get(file[0])
    assert (answer["Accept-Ranges"], answer["Content-Length"]) == ("bytes", str(len(body(answer))))


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("jsonl", "application/x-ndjson"),
        ("parquet", "application/vnd.apache.parquet"),
    ],
)
def test_a_file_says_what_it_is(stage: str, form: str, media_type: str) -> None:
    close_stage(SETUP, stage, seen=revision(stage), now=CLOSES)
    ref = request_export(SETUP, stage, "votes", form, public=True, now=CLOSES)
    make_export(ref)
    record = export_record(ref)
    assert record is not None
    for address in (f"/data/{ref}/{record.file_name}", f"/api/v1/data/{ref}/content/"):
        answer = Client().get(address, headers={"Accept": media_type})
        assert (answer.status_code, answer["Content-Type"]) == (200, media_type)
        # Read to the end: to close it by hand would close the test's connection to the database.
        assert body(answer)


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-", (0, 9)),
        ("bytes=3-5", (3, 5)),
        ("bytes=3-99", (3, 9)),
        ("bytes=-4", (6, 9)),
        ("bytes=-99", (0, 9)),
        ("bytes= 3 - 5", (3, 5)),
    ],
)
def test_parts_are_read_as_the_standard_says(header: str, part: tuple[int, int]) -> None:
    found = asked_part(header, 10)
    assert found is not None
    assert (found.first, found.last) == part


@pytest.mark.parametrize("header", ["", "bytes=", "bytes=-", "bytes=5-3", "bytes=0-1,4-5", "lines=0-1", "bytes=a-b"])
def test_what_asks_for_no_one_part_gets_the_whole(header: str) -> None:
    assert asked_part(header, 10) is None


@pytest.mark.parametrize(("header", "size"), [("bytes=10-", 10), ("bytes=-0", 10), ("bytes=0-", 0)])
def test_parts_that_are_not_there_are_told_from_the_whole(header: str, size: int) -> None:
    with pytest.raises(NoSuchPart):
        asked_part(header, size)
