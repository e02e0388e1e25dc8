"""What stands in the files."""

from pathlib import Path
from typing import Any

import pytest

from arena.actions.voids import void_votes
from arena.models import Turn, Vote
from arena.queries.exports import FORMATS, columns_of, write_export
from arena.queries.exports.columns import Data
from contest.actions.archive import ArchivedVote, import_archive
from tests.arena_cast import drawn, ready
from tests.contest.cast import CLOSES, pool_of
from tests.exports.played import PROMPT, READERS, VOTERS, spec


def written(slug: str, path: Path, data: str = "votes", *, public: bool, **more: str) -> list[dict[str, Any]]:
    """Write a file and read it back."""
    form = path.suffix[1:]
    write_export(spec(slug, data, public=public, **more), path, form, lambda _rows: None)
    return READERS[form](path)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize("data", list(Data))
def test_every_file_has_its_columns_in_order(stage: str, tmp_path: Path, data: Data, form: str, public: bool) -> None:
    path = tmp_path / f"x.{form}"
    write_export(spec(stage, data, public=public), path, form, lambda _rows: None)
    wanted = [column.name for column in columns_of(data, public=public)]
    rows = READERS[form](path)
    assert all(list(row) == wanted for row in rows)
    assert bool(rows) == (data in {Data.VOTES, Data.BATTLES})


def test_the_formats_say_the_same(stage: str, tmp_path: Path) -> None:
    texts, lines, table = (written(stage, tmp_path / f"x.{form}", public=True) for form in FORMATS)
    assert lines == table
    assert [row["judge"] for row in texts] == [row["judge"] for row in lines]
    assert [float(row["tstamp"]) for row in texts] == [row["tstamp"] for row in lines]


def test_a_row_is_what_the_voter_did(stage: str, tmp_path: Path) -> None:
    row = written(stage, tmp_path / "x.jsonl", public=False)[0]
    vote = Vote.objects.select_related("battle__entrant_a__fielding", "battle__entrant_b__fielding").earliest("pk")
    assert (row["model_a"], row["model_b"]) == (
        vote.battle.entrant_a.fielding.slug,
        vote.battle.entrant_b.fielding.slug,
    )
    assert (row["winner"], row["judge"], row["turn"], row["anony"], row["language"]) == (
        "model_a", VOTERS[0], 1, True, "ko",
    )  # fmt: skip
    assert (row["question_id"], row["tstamp"], row["reasons"]) == (
        vote.battle.ref,
        vote.cast_at.timestamp(),
        "accuracy,style",
    )


def test_looks_of_the_answers_stand_by_side(stage: str, tmp_path: Path) -> None:
    row = written(stage, tmp_path / "x.parquet", public=True)[0]
    names = ("length_a", "headers_a", "bold_a", "lists_a", "length_b", "headers_b")
    assert [row[name] for name in names] == [*Vote.objects.earliest("pk").battle.style[0], len("=오른쪽"), 0]


def test_looks_that_nobody_counted_are_empty(stage: str, tmp_path: Path) -> None:
    first = Vote.objects.earliest("pk").battle
    type(first).objects.filter(pk=first.pk).update(style=[])
    rows = written(stage, tmp_path / "x.jsonl", public=True)
    assert [row["length_a"] is None for row in rows] == [True] + [False] * 11


def test_the_verdicts_are_spelled_as_arenas_do(stage: str, tmp_path: Path) -> None:
    rows = written(stage, tmp_path / "x.csv", public=True)
    assert [row["winner"] for row in rows[:6]] == ["model_a", "model_b", "model_a", "tie", "tie (bothbad)", "model_b"]


def test_public_files_have_neither_people_nor_seconds_nor_comments(stage: str, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    rows = written(stage, path, public=True)
    text = path.read_text()
    assert not any(secret in text for secret in (*VOTERS, "1+1", *Vote.objects.values_list("battle__ref", flat=True)))
    assert not any(ref in text for ref in Vote.objects.values_list("receipt_ref", flat=True))
    assert all(row["tstamp"] % 60 == 0 for row in rows)


def test_a_voter_keeps_one_pseudonym_within_a_file(stage: str, tmp_path: Path) -> None:
    judges = [row["judge"] for row in written(stage, tmp_path / "x.jsonl", public=True)]
    assert len(set(judges)) == len(VOTERS)
    assert judges[:5] == judges[5:10]


def test_two_releases_have_no_pseudonym_in_common(stage: str, tmp_path: Path) -> None:
    judges = [
        {row["judge"] for row in written(stage, tmp_path / "x.jsonl", public=True, release=name)}
        for name in ("one", "two")
    ]
    assert not judges[0] & judges[1]


def test_a_formula_is_only_text_in_a_spreadsheet(stage: str, tmp_path: Path) -> None:
    row = written(stage, tmp_path / "x.csv", public=False)[0]
    assert row["comment"] == "'=1+1"
    assert written(stage, tmp_path / "x.jsonl", public=False)[0]["comment"] == "=1+1"


def test_only_voted_battles_leave_the_house(stage: str, tmp_path: Path) -> None:
    unvoted = {drawn(pool_of(stage)).battle_ref, ready(pool_of(stage), seed=3).battle_ref}
    for data in (Data.VOTES, Data.VOIDED_VOTES, Data.BATTLES):
        refs = {row["question_id"] for row in written(stage, tmp_path / "x.jsonl", data, public=False)}
        assert not refs & unvoted


def test_a_voided_vote_moves_to_the_file_of_voided_ones(stage: str, tmp_path: Path) -> None:
    vote = Vote.objects.earliest("pk")
    void_votes([vote.receipt_ref], "group", CLOSES)
    assert len(written(stage, tmp_path / "x.jsonl", public=True)) == 11
    [row] = written(stage, tmp_path / "v.jsonl", "voided_votes", public=True)
    assert (row["void_reason"], row["voided_at"]) == ("group", CLOSES.timestamp())


def test_battles_carry_what_was_asked_and_shown(stage: str, tmp_path: Path) -> None:
    row = written(stage, tmp_path / "x.parquet", "battles", public=True)[0]
    assert row["conversation_a"][0] == {"role": "user", "content": PROMPT}
    assert row["conversation_b"] == [row["conversation_a"][0], {"role": "assistant", "content": "=오른쪽"}]


def test_erased_texts_are_in_no_file(stage: str, tmp_path: Path) -> None:
    Turn.objects.update(prompt="")
    rows = written(stage, tmp_path / "x.jsonl", "battles", public=True)
    assert all(row["conversation_a"] == row["conversation_b"] == [] for row in rows)


def test_votes_of_other_stages_stay_out(stage: str, tmp_path: Path) -> None:
    import_archive("elsewhere", ["one", "two"], [ArchivedVote(0, 0, 1, "a_better")], 1, CLOSES)
    assert len(written(stage, tmp_path / "x.csv", public=True)) == 12
    [row] = written("elsewhere", tmp_path / "x.csv", public=True)
    assert (row["model_a"], row["length_a"]) == ("elsewhere-0", "")


def test_pages_meet_without_a_gap(stage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("arena.queries.exports.making.ROWS_A_PAGE", 5)
    monkeypatch.setattr("arena.queries.exports.battles.BATTLES_A_PAGE", 5)
    numbers = [str(number) for number in range(1, 13)]
    for data in ("votes", "battles"):
        rows = written(stage, tmp_path / "x.jsonl", data, public=True)
        assert [row["question_id"] for row in rows] == numbers
