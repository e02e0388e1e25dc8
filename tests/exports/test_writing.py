"""A file is whole or not there, also when its writer is killed."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pytest

from arena.queries.exports import FORMATS, write_batches

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = pa.schema([("model_a", pa.string()), ("turn", pa.int64())])
ROWS = pa.RecordBatch.from_pylist([{"model_a": "pine-1", "turn": 1}] * 100, SCHEMA)
KILLED = """
import os, sys, time
from pathlib import Path
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "contest.settings"
django.setup()
from tests.exports.test_writing import ROWS, SCHEMA
from arena.queries.exports.writing import write_batches
def batches():
    for _ in range(100):
        yield ROWS
    print("half", flush=True)
    time.sleep(60)
write_batches(batches(), SCHEMA, Path(sys.argv[1]), sys.argv[2], lambda rows: None)
"""


@contextmanager
def half_written(path: Path, form: str) -> Iterator["subprocess.Popen[str]"]:
    """A process that has written some rows and waits; it is killed afterwards."""
    words = [sys.executable, "-c", KILLED, str(path), form]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half\n"
        try:
            yield process
        finally:
            process.kill()


def failing() -> Iterator[pa.RecordBatch]:
    """Some rows, and then the database is gone."""
    yield ROWS
    raise ConnectionError


@pytest.mark.parametrize("form", FORMATS)
def test_an_exception_leaves_what_was_there(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"x.{form}"
    path.write_text("the file of yesterday")
    with pytest.raises(ConnectionError):
        write_batches(failing(), SCHEMA, path, form, lambda _rows: None)
    assert path.read_text() == "the file of yesterday"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("form", FORMATS)
def test_a_killed_writer_leaves_no_file_and_the_next_one_cleans_up(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"x.{form}"
    with half_written(path, form) as process:
        process.kill()
    assert not path.exists()
    assert len(list(tmp_path.iterdir())) == 1
    written = write_batches([ROWS], SCHEMA, path, form, lambda _rows: None)
    assert (written.rows, list(tmp_path.iterdir())) == (100, [path])


def test_a_writer_at_work_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    with half_written(path, "csv"):
        write_batches([ROWS], SCHEMA, path, "csv", lambda _rows: None)
        assert len(list(tmp_path.iterdir())) == 2


def test_an_empty_file_has_its_columns(tmp_path: Path) -> None:
    write_batches([], SCHEMA, tmp_path / "x.csv", "csv", lambda _rows: None)
    assert (tmp_path / "x.csv").read_text("utf-8-sig") == '"model_a","turn"\n'


def test_progress_is_told(tmp_path: Path) -> None:
    heard: list[int] = []
    write_batches([ROWS, ROWS], SCHEMA, tmp_path / "x.jsonl", "jsonl", heard.append)
    assert heard == [100, 200]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_cell_starts_a_formula(tmp_path: Path, start: str) -> None:
    risky = pa.RecordBatch.from_pylist([{"model_a": f"{start}1+1", "turn": 1}, {"model_a": None, "turn": -1}], SCHEMA)
    write_batches([risky], SCHEMA, tmp_path / "x.csv", "csv", lambda _rows: None)
    assert f'"\'{start}1+1",1\n' in (tmp_path / "x.csv").read_bytes().decode("utf-8-sig")
