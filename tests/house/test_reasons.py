"""Every reason against an act is expected by a test, and every reason of a gate by a test of that gate."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contest.spoken_codes import MADE, spoken_codes
from tests.house.source import ROOT, sources

GATE = "issues_before_"
RULES = {
    (source.module, node.name): node
    for source in sources()
    if source.module.startswith("contest.rules.")
    for node in source.tree.body
    if isinstance(node, ast.FunctionDef)
}
"""The functions of the contest's rules, by module and name."""


def written_tests() -> list[str]:
    """The sources of all tests but these."""
    return [path.read_text() for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)]


def codes_of(module: str, name: str, seen: set[tuple[str, str]]) -> Iterator[str]:
    """The codes that a rule answers with, itself or through the rules that it calls."""
    # Public rules are imported by their names, which differ; private ones are their module's own.
    keys = [key for key in RULES if key[1] == name and (key[0] == module or not name.startswith("_"))]
    for key in keys:
        if key in seen:
            continue
        seen.add(key)
        for part in ast.walk(RULES[key]):
            if isinstance(part, ast.Return) and isinstance(part.value, ast.List):
                yield from (one.value for one in part.value.elts if isinstance(one, ast.Constant))
            if isinstance(part, ast.Call) and isinstance(part.func, ast.Name):
                called = part.func.id
                yield from codes_in(part.args[0]) if called == "Issue" else codes_of(key[0], called, seen)


def codes_in(argument: ast.expr) -> Iterator[str]:
    """The code that stands there, or the codes that may be put together there."""
    if isinstance(argument, ast.Constant):
        yield argument.value
    elif isinstance(argument, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else r"\w+" for part in argument.values]
        yield from (code for code in MADE if re.fullmatch("".join(parts), code))


def unexpected(codes: set[str], written: list[str]) -> list[str]:
    """The codes that none of these tests names."""
    return sorted(code for code in codes if not any(re.search(rf"\b{code}\b", text) for text in written))


def test_every_reason_is_expected_by_a_test() -> None:
    untested = unexpected(spoken_codes(), written_tests())
    assert not untested, f"Write a test that is refused with each of these: {untested}"


@pytest.mark.parametrize(("module", "gate"), [key for key in sorted(RULES) if key[1].startswith(GATE)])
def test_every_reason_of_a_gate_is_expected_by_a_test_of_that_gate(module: str, gate: str) -> None:
    codes = set(codes_of(module, gate, set()))
    assert codes, f"{gate} gives no reason that this test can read."
    untested = unexpected(codes, [text for text in written_tests() if re.search(rf"\b{gate}\b", text)])
    assert not untested, f"No test that names {gate} expects {untested}. Write one: tests/contest/test_stage_rules.py."


def test_the_reasons_of_a_gate_are_read_from_the_rules_that_it_calls() -> None:
    found = set(codes_of("contest.rules.stages_running", "issues_before_entering", set()))
    assert {"team_is_in", "names_not_masked", "context_is_short"} <= found
    assert set(codes_of("contest.rules.stages_publishing", "issues_before_publishing", set())) >= MADE
