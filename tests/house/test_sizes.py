"""Calm sizes: a reader takes in a file and a function at a glance."""

import ast
from pathlib import Path

from tests.house.source import ROOT, sources

FILE_LINES = 300
FUNCTION_LINES = 50
TEST_FILE_LINES = 400


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    long = [
        f"{source.path}: {len(source.text.splitlines())} lines. Split it: one concept a file."
        for source in sources()
        if len(source.text.splitlines()) > FILE_LINES
    ]
    assert not long, "\n".join(long)


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{source.path}: {function.name} has {(function.end_lineno or 0) - function.lineno + 1} lines. Split it."
        for source in sources()
        for function in source.functions()
        if (function.end_lineno or 0) - function.lineno + 1 > FUNCTION_LINES
    ]
    assert not long, "\n".join(long)


def test_no_test_file_is_longer_than_a_reader_can_hold() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {count} lines. Split it by verb or page."
        for path in sorted(Path(ROOT / "tests").rglob("*.py"))
        if (count := len(path.read_text().splitlines())) > TEST_FILE_LINES
    ]
    assert not long, "\n".join(long)


def test_every_module_says_what_it_is_for() -> None:
    silent = []
    for source in sources():
        body = source.tree.body
        if body and not ast.get_docstring(source.tree):
            silent.append(f"{source.path}: no docstring on the module")
    assert not silent, "\n".join(silent)
