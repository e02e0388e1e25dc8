"""`manage.py rate_votes`, as a person uses it."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from contest.management.commands import rate_votes
from tests.house.source import ROOT
from tests.ratings.real_votes import LLMFAO, needs_real_votes

KEYS = ["name", "rating", "lower", "upper", "rank", "rank_low", "rank_high", "votes", "wins", "ties", "losses", "rated"]
CIRCLE = [("a", "b", "model_a"), ("b", "c", "model_a"), ("c", "a", "model_a"), ("b", "a", "tie")] * 10


def file(tmp_path: Path, rows: list[tuple[str, ...]], header: str = "model_a,model_b,winner") -> str:
    path = tmp_path / "votes.csv"
    path.write_text("\n".join([header, *(",".join(row) for row in rows)]) + "\n")
    return str(path)


def said(*words: str) -> str:
    out = io.StringIO()
    call_command("rate_votes", *words, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def rated(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said(*words, "--format", "json"))
    return found


def entrant(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(row for row in found["entrants"] if row["name"] == name)


def test_the_json_has_the_promised_shape(tmp_path: Path) -> None:
    found = rated(file(tmp_path, CIRCLE))
    assert [list(row) for row in found["entrants"]] == [KEYS] * 3
    assert {"entrants", "model", "votes", "skipped", "components"} <= set(found)
    assert (found["votes"], found["skipped"], found["components"]) == (40, {}, 1)


def test_ratings_average_1000_and_wins_ties_losses_are_votes(tmp_path: Path) -> None:
    found = rated(file(tmp_path, CIRCLE))["entrants"]
    assert np.mean([row["rating"] for row in found]) == pytest.approx(1000)
    assert all(row["wins"] + row["ties"] + row["losses"] == row["votes"] for row in found)


def test_the_anchor_moves_the_scale_and_nothing_else(tmp_path: Path) -> None:
    path = file(tmp_path, CIRCLE)
    plain, moved = rated(path), rated(path, "--anchor", "b=1114")
    assert entrant(moved, "b")["rating"] == pytest.approx(1114)
    shifts = [entrant(moved, name)["lower"] - entrant(plain, name)["lower"] for name in "abc"]
    assert shifts == pytest.approx([1114 - entrant(plain, "b")["rating"]] * 3)


@pytest.mark.parametrize(
    ("votes", "why"),
    [
        ([("n", "a", "model_a")], "never lost to or tied with a rated entrant"),
        ([("n", "a", "model_a")] * 3, "never lost to or tied with a rated entrant"),
        ([("n", "a", "model_b")], "never won against or tied with a rated entrant"),
        ([("n", "m", "tie")], "never met a rated entrant"),
    ],
    ids=["one win", "three wins", "one loss", "elsewhere"],
)
def test_a_newcomer_that_cannot_be_compared_is_not_rated_and_told_why(
    tmp_path: Path, votes: list[tuple[str, ...]], why: str
) -> None:
    before, found = rated(file(tmp_path, CIRCLE)), rated(file(tmp_path, CIRCLE + votes))
    assert (entrant(found, "n")["rated"], entrant(found, "n")["rating"], found["components"]) == (False, None, 2)
    assert entrant(found, "a")["rating"] == pytest.approx(entrant(before, "a")["rating"])
    assert why in " ".join(found["remarks"])


def test_of_three_groups_alike_nobody_is_rated(tmp_path: Path) -> None:
    found = rated(file(tmp_path, [("a", "b", "tie"), ("c", "d", "tie"), ("e", "f", "tie")]))
    assert found["components"] == 3
    assert not any(row["rated"] for row in found["entrants"])
    assert "none is larger than all others (a, b; c, d; e, f)" in found["remarks"][0]


def test_an_entrant_with_two_votes_is_rated_and_its_interval_says_how_little_that_is(tmp_path: Path) -> None:
    found = rated(file(tmp_path, [*CIRCLE, ("n", "a", "model_a"), ("a", "n", "model_a")]))
    newcomer = entrant(found, "n")
    assert newcomer["upper"] - newcomer["lower"] > 600
    assert (newcomer["rank_low"], newcomer["rank_high"]) == (1, 4)


def test_few_votes_are_listed_and_not_rated_when_that_is_asked(tmp_path: Path) -> None:
    found = rated(file(tmp_path, [*CIRCLE, ("n", "a", "model_a"), ("a", "n", "model_a")]), "--min-votes", "5")
    assert not entrant(found, "n")["rated"]
    assert "Not rated, because it has fewer than 5 votes: n." in found["remarks"]


def test_an_entrant_that_only_ties_is_rated_among_those_it_tied_with_and_not_certain(tmp_path: Path) -> None:
    found = rated(file(tmp_path, [*CIRCLE, *[("n", "a", "tie")] * 12]))
    newcomer = entrant(found, "n")
    assert newcomer["rating"] == pytest.approx(entrant(found, "a")["rating"])
    assert newcomer["upper"] - newcomer["lower"] > 100
    assert any("rests on ties alone" in remark for remark in found["remarks"])


@pytest.mark.parametrize("ties", ["half", "davidson", "rao-kupper", "drop"])
def test_every_tie_rule_rates_and_names_itself(tmp_path: Path, ties: str) -> None:
    found = rated(file(tmp_path, CIRCLE), "--ties", ties)
    assert f"/{ties}-ties/" in found["model"]
    assert (found["tie_parameter"] is not None) == (ties in {"davidson", "rao-kupper"})
    assert found["skipped"] == ({"dropped_tie": 10} if ties == "drop" else {})


def test_clustering_names_its_column_and_counts_its_clusters(tmp_path: Path) -> None:
    rows = [(*row, str(i % 8)) for i, row in enumerate(CIRCLE)]
    found = rated(file(tmp_path, rows, "model_a,model_b,winner,who"), "--cluster", "who")
    assert found["clusters"] == 8
    assert "clustered-by-who" in found["model"]


def test_style_is_controlled_beside_the_raw_board(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    rows = [(*row, *map(str, rng.integers(1, 900, 2))) for row in CIRCLE]
    path = file(tmp_path, rows, "model_a,model_b,winner,length_a,length_b")
    found = rated(path, "--style-columns", "length")
    assert found["entrants"] == rated(path)["entrants"]
    assert [c["feature"] for c in found["style"]["coefficients"]] == ["length"]
    assert rated(path, "--style-columns", "size=length_a:length_b")["style"]["votes"] == 40


def test_the_csv_is_a_header_and_a_line_for_each_entrant(tmp_path: Path) -> None:
    lines = list(csv.DictReader(io.StringIO(said(file(tmp_path, CIRCLE), "--format", "csv"))))
    assert list(lines[0]) == KEYS
    assert sorted(line["name"] for line in lines) == ["a", "b", "c"]


def test_the_table_says_what_was_skipped_and_who_is_not_rated(tmp_path: Path) -> None:
    text = said(file(tmp_path, [*CIRCLE, ("a", "a", "tie"), ("n", "a", "model_a")]))
    assert "41 votes; skipped: 1 self battle" in text
    assert "not rated" in text


def test_the_advantage_of_side_a_is_told_where_the_votes_determine_it(tmp_path: Path) -> None:
    both_ways = [("a", "b", "model_a"), ("a", "b", "model_b"), ("b", "a", "model_a"), ("b", "a", "model_b")] * 5
    assert "Side A adds 0.0 points" in said(file(tmp_path, both_ways))
    assert rated(file(tmp_path, CIRCLE))["position"] is None


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--columns", "a=nowhere"], "has no column “nowhere”"),
        (["--cluster", "nowhere"], "has no column “nowhere”"),
        (["--anchor", "zz=1000"], "The anchor “zz” is not among the entrants"),
        (["--anchor", "n=1000"], "The anchor “n” cannot be rated"),
        (["--values", "x=win"], "“win” is not a verdict"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_2(tmp_path: Path, words: list[str], why: str) -> None:
    with pytest.raises(CommandError, match=why) as caught:
        rated(file(tmp_path, [*CIRCLE, ("n", "a", "model_a")]), *words)
    assert caught.value.returncode == 2


@pytest.mark.parametrize("points", ["nan", "inf", "-inf", "high"])
def test_an_anchor_is_a_number(tmp_path: Path, points: str) -> None:
    with pytest.raises(CommandError, match="is not of the form NAME=1114"):
        rated(file(tmp_path, CIRCLE), "--anchor", f"a={points}")


@pytest.mark.parametrize("votes", ["-3", "0", "few"])
def test_the_least_number_of_votes_is_one_at_least(tmp_path: Path, votes: str) -> None:
    with pytest.raises(CommandError, match="is not a number of votes"):
        rated(file(tmp_path, CIRCLE), f"--min-votes={votes}")


def test_what_the_board_settles_cannot_be_asked_otherwise(tmp_path: Path) -> None:
    for words in (["--ties", "drop"], ["--prior", "2"], ["--anchor", "a=1"]):
        with pytest.raises(CommandError, match="--board settles the method") as caught:
            rated(file(tmp_path, CIRCLE), "--board", *words)
        assert caught.value.returncode == 2


def test_the_boards_way_rates_nobody_when_some_never_met(tmp_path: Path) -> None:
    rows = [(*row, "me") for row in [*CIRCLE, ("x", "y", "tie")]]
    found = rated(file(tmp_path, rows, "model_a,model_b,winner,judge"), "--board")
    assert not any(row["rated"] for row in found["entrants"])
    assert "2 groups that never met (a, b, c; x, y)" in found["remarks"][0]


def test_the_boards_way_takes_the_votes_of_a_single_voter_as_independent(tmp_path: Path) -> None:
    rows = [(*row, "me") for row in CIRCLE]
    found = rated(file(tmp_path, rows, "model_a,model_b,winner,judge"), "--board")
    assert (found["clusters"], found["model"].split("/")[3]) == (None, "sandwich")


def test_a_reference_is_rated_against_the_mean_of_the_others_and_has_no_rank(tmp_path: Path) -> None:
    found = rated(file(tmp_path, CIRCLE), "--reference", "b", "--reference", "absent")
    assert entrant(found, "b")["rating"] is not None
    assert entrant(found, "b")["rank"] is None
    assert np.mean([entrant(found, name)["rating"] for name in "ac"]) == pytest.approx(1000)
    assert "Reference entrants without a vote in this file: absent." in found["remarks"]


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_reader_that_has_enough_ends_the_command_quietly(tmp_path: Path, form: str) -> None:
    words = [sys.executable, "manage.py", "rate_votes", file(tmp_path, CIRCLE), "--format", form]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        process.stdout.close()  # type: ignore[union-attr]
        said = process.stderr.read()  # type: ignore[union-attr]
    assert (process.returncode, "Traceback" in said, "BrokenPipe" in said) == (141, False, False)


def test_a_file_that_cannot_be_read_ends_the_command_with_2(tmp_path: Path) -> None:
    words = [sys.executable, "manage.py", "rate_votes", str(tmp_path / "nothing.csv")]
    found = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 2
    assert found.stderr.splitlines() == ["CommandError: nothing.csv cannot be read: No such file or directory."]


def test_a_tie_rule_without_an_estimate_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Try --ties half"):
        rated(file(tmp_path, [row for row in CIRCLE if row[2] != "tie"]), "--ties", "davidson")


def test_large_files_draw_a_bar_on_stderr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_votes, "LARGE_BYTES", 1)
    errors = io.StringIO()
    call_command("rate_votes", file(tmp_path, CIRCLE), stdout=io.StringIO(), stderr=errors)
    assert "100 %" in errors.getvalue()


@needs_real_votes
def test_real_votes_are_rated_as_they_are() -> None:
    found = rated(str(LLMFAO), "--columns", "a=left,b=right,winner=winner", "--cluster", "worker")
    assert (found["votes"], found["skipped"], found["components"], found["clusters"]) == (8931, {}, 1, 124)
    assert found["entrants"][0]["name"] == "GPT 4"
