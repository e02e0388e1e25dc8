"""What an operator may set and what anybody may measure stands in the lists that are read for it."""

import ast
import re
from collections.abc import Mapping

from contest.environment import Environment
from contest.sign_in import ways_in
from tests.house.source import ROOT, sources

READERS = {"text", "flag", "whole", "words"}
NO_SINGLE_NAME = {"ENDPOINT_KEY_"}
"""Listed with an ellipsis: each endpoint's record gives the rest."""


class Heard(dict[str, str]):
    """Variables that are all set, and which of them were asked for."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        super().__init__(variables)
        self.asked: set[str] = set()

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        self.asked.add(name)
        return super().get(name, default)


def asked_of_environment() -> set[str]:
    """The names that the site's sources ask its environment for."""
    calls = [node for source in sources() for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    names = {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in READERS
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "environment"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }
    # The ways to sign in put their names together.
    heard = Heard({f"{way}_CLIENT_{part}": "x" for way in ("KAKAO", "NAVER") for part in ("ID", "SECRET")})
    ways_in(Environment(heard))
    return {str(name) for name in names} | heard.asked


def listed_variables() -> set[str]:
    """The names in the table of docs/operations.md."""
    section = (ROOT / "docs" / "operations.md").read_text().partition("## Environment")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([A-Z][A-Z0-9_]*)…?`", row)}


def commands() -> set[str]:
    """The benchmarks that can be started."""
    files = [path for path in (ROOT / "benchmarks").rglob("*.py") if "support" not in path.parts]
    started = [path for path in files if '__name__ == "__main__"' in path.read_text() or path.stem == "__main__"]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__main__") for path in started}


def test_every_variable_that_is_read_is_listed_for_operators() -> None:
    missing = sorted(asked_of_environment() - listed_variables())
    assert not missing, f"docs/operations.md does not list {', '.join(missing)}."


def test_no_variable_is_listed_that_nothing_reads() -> None:
    assert sorted(listed_variables() - asked_of_environment() - NO_SINGLE_NAME) == []


def test_every_benchmark_has_its_row() -> None:
    readme = (ROOT / "benchmarks" / "README.md").read_text()
    rows = set(re.findall(r"^\| `python -m ([\w.]+)", readme, re.MULTILINE))
    assert rows == commands()
