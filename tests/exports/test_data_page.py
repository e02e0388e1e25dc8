"""docs/data.md tells every column of every export, as it is."""

import re
from collections.abc import Iterator

import pyarrow as pa
import pytest

from arena.queries.exports import columns_of
from arena.queries.exports.columns import MESSAGES, Data
from contest.queries import audit_export
from contest.queries.exports import EXPORTS
from contest.supervisor.site_programs import ROOT

TEXT = (ROOT / "docs/data.md").read_text()
TYPES = {
    "text": pa.string(),
    "number": pa.float64(),
    "whole number": pa.int64(),
    "truth": pa.bool_(),
    "messages": MESSAGES,
}
ROW = re.compile(r"^\| `(\w+)` \| ([a-z ]+)(, own)? \| ([a-z_, ]+) \| (.+) \|$", re.MULTILINE)


def told(data: str, *, public: bool) -> Iterator[tuple[str, pa.DataType]]:
    """What the page says of a file, in its order."""
    for name, kind, own, files, _meaning in ROW.findall(TEXT):
        if data in files.split(", ") and not (public and own):
            yield name, TYPES[kind]


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize("data", list(Data))
def test_the_page_tells_every_column_with_its_type_in_order(data: Data, public: bool) -> None:
    assert list(told(data, public=public)) == [(one.name, one.kind) for one in columns_of(data, public=public)]


def test_the_page_tells_every_column_of_the_audit_log() -> None:
    assert list(told("audit", public=False)) == [(one.name, one.kind) for one in audit_export.COLUMNS]


def test_the_page_tells_no_column_twice() -> None:
    places = [(name, file) for name, _kind, _own, files, _meaning in ROW.findall(TEXT) for file in files.split(", ")]
    assert len(places) == len(set(places))


def test_the_page_tells_every_export() -> None:
    assert re.findall(r"^\| `(\w+)` \| [^|]+ \| (?:yes|only|never)", TEXT, re.MULTILINE) == list(EXPORTS)
