"""What is in a vote file, whatever its format and its dirt."""

import gzip
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet
import pytest

from arena.queries.vote_files import Columns, StyleColumns, VoteFileProblem, VotesRead, read_votes

ROWS = [
    ("a", "b", "model_a"),
    ("b", "c", "model_b"),
    ("c", "a", "tie"),
    ("b", "a", "tie (bothbad)"),
    ("a", "c", "both_bad"),
]
HEADER = "model_a,model_b,winner\n"


def write(path: Path, rows: list[tuple[str, str, str]] = ROWS) -> Path:
    """The rows as a file in the format that its name tells."""
    names = HEADER.strip().split(",")
    kind = path.name.removesuffix(".gz").rpartition(".")[2]
    if kind == "csv":
        data = (HEADER + "".join(",".join(row) + "\n" for row in rows)).encode()
    elif kind == "parquet":
        sink = pa.BufferOutputStream()
        pa.parquet.write_table(pa.table(dict(zip(names, zip(*rows, strict=True), strict=True))), sink)
        data = sink.getvalue().to_pybytes()
    else:
        data = b"\n".join(orjson.dumps(dict(zip(names, row, strict=True))) for row in rows)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def read(path: Path, *, values: dict[str, str] | None = None, cluster: str | None = None, **chosen: str) -> VotesRead:
    return read_votes(path, Columns(chosen, cluster), values or {}, lambda share: None)


def written(tmp_path: Path, text: str | bytes, name: str = "votes.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


FORMATS = ("csv", "csv.gz", "jsonl", "jsonl.gz", "ndjson", "parquet", "parquet.gz")


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_holds_the_same_votes(tmp_path: Path, ending: str) -> None:
    found = read(write(tmp_path / f"votes.{ending}"))
    assert found.rows.entrants == ("a", "b", "c")
    assert list(zip(found.rows.a, found.rows.b, found.rows.outcome, strict=True)) == [
        (0, 1, 0),
        (1, 2, 1),
        (2, 0, 2),
        (1, 0, 3),
        (0, 2, 3),
    ]


def test_rows_that_are_no_votes_are_counted_by_reason(tmp_path: Path) -> None:
    dirt = "a,a,model_a\n,b,model_a\na,b,nobody\na,b,\na,b\n"
    found = read(written(tmp_path, HEADER + "a,b,tie\n" + dirt))
    assert found.skipped == {"malformed": 1, "missing_entrant": 1, "self_battle": 1, "unknown_winner": 2}
    assert (len(found.rows), found.unknown_winners) == (1, {"nobody": 1, "": 1})


def test_nulls_in_other_columns_cost_no_vote(tmp_path: Path) -> None:
    found = read(written(tmp_path, "model_a,model_b,winner,language\na,b,tie,\nb,a,model_a,ko\n"))
    assert (len(found.rows), found.skipped) == (2, {})


def test_a_repeated_id_is_a_duplicate_and_the_first_vote_counts(tmp_path: Path) -> None:
    found = read(written(tmp_path, "id,model_a,model_b,winner\n7,a,b,tie\n8,a,b,model_a\n7,a,b,model_b\n"))
    assert found.skipped == {"duplicate": 1}
    assert found.rows.outcome.tolist() == [2, 0]


def test_the_same_id_from_two_voters_is_two_votes(tmp_path: Path) -> None:
    rows = "7,a,b,tie,x\n7,a,b,model_a,y\n7,a,b,tie,x\n"
    found = read(written(tmp_path, "id,model_a,model_b,winner,worker\n" + rows))
    assert (len(found.rows), found.skipped) == (2, {"duplicate": 1})


def test_votes_without_an_id_are_no_duplicates_of_each_other(tmp_path: Path) -> None:
    found = read(written(tmp_path, "id,model_a,model_b,winner\n,a,b,tie\n,a,b,tie\n"))
    assert (len(found.rows), found.skipped) == (2, {})


def test_an_empty_name_turns_ids_off(tmp_path: Path) -> None:
    path = written(tmp_path, "id,model_a,model_b,winner\n7,a,b,tie\n7,a,b,tie\n")
    assert len(read(path, id="").rows) == 2


def test_a_skipped_row_is_not_what_a_later_vote_repeats(tmp_path: Path) -> None:
    found = read(written(tmp_path, "id,model_a,model_b,winner\n7,a,b,nobody\n7,a,b,tie\n"))
    assert (len(found.rows), found.skipped) == (1, {"unknown_winner": 1})


def test_own_spellings_are_mapped_and_usual_ones_stay(tmp_path: Path) -> None:
    path = written(tmp_path, "x,y,who\na,b,1\na,b,2\na,b, Draw \na,b,none\na,b,LEFT\n")
    found = read(path, values={"1": "a", "2": "b", "none": "both_bad"}, a="x", b="y", winner="who")
    assert found.rows.outcome.tolist() == [0, 1, 2, 3, 0]


def test_our_own_exports_need_no_names(tmp_path: Path) -> None:
    rows = "v1,t,u,a_better\nv2,u,t,both_bad\n"
    assert len(read(written(tmp_path, "vote_ref,entrant_a,entrant_b,outcome\n" + rows)).rows) == 2


def test_clusters_are_numbered_and_votes_without_one_stand_alone(tmp_path: Path) -> None:
    path = written(tmp_path, "model_a,model_b,winner,who\na,b,tie,x\na,b,tie,\na,b,tie,x\na,b,tie,\n")
    found = read(path, cluster="who")
    assert found.rows.cluster.tolist() == [0, 1, 0, 2]  # type: ignore[union-attr]
    assert found.unclustered == 2


def test_style_columns_are_numbers_and_may_be_missing(tmp_path: Path) -> None:
    path = written(tmp_path, "model_a,model_b,winner,len_a,len_b\na,b,tie,10,20\na,b,tie,,5\n")
    columns = Columns({}, style=(StyleColumns("len", "len_a", "len_b"),))
    of_a, of_b = read_votes(path, columns, {}, lambda share: None).style
    assert of_a[0, 0] == 10
    assert str(of_a[1, 0]) == "nan"
    assert of_b[:, 0].tolist() == [20, 5]


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_a_text_in_a_style_column_is_a_missing_number(tmp_path: Path, ending: str) -> None:
    lengths = ["7", "long", "inf", "", "2.5"]
    path = tmp_path / f"votes.{ending}"
    if ending == "csv":
        path.write_text(f"{HEADER.strip()},n_a,n_b\n" + "".join(f"a,b,tie,{length},1\n" for length in lengths))
    else:
        rows = [{"model_a": "a", "model_b": "b", "winner": "tie", "n_a": length, "n_b": 1} for length in lengths]
        if ending == "parquet":
            pa.parquet.write_table(pa.Table.from_pylist(rows), path)
        else:
            numbers = {"7": 7, "2.5": 2.5}
            rows = [row | {"n_a": numbers.get(str(row["n_a"]), row["n_a"])} for row in rows]
            path.write_bytes(b"\n".join(orjson.dumps(row) for row in rows))
    found = read_votes(path, Columns({}, style=(StyleColumns("n", "n_a", "n_b"),)), {}, lambda _share: None)
    assert found.style[0][:, 0].tolist() == pytest.approx([7, *[float("nan")] * 3, 2.5], nan_ok=True)


def test_quoted_line_breaks_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    text = '\ufeffmodel_a,model_b,winner,prompt\na,b,tie,"one\ntwo, three"\nb,a,model_a,x\n'
    assert len(read(written(tmp_path, text)).rows) == 2


def test_numbers_can_be_names(tmp_path: Path) -> None:
    path = tmp_path / "votes.parquet"
    pa.parquet.write_table(pa.table({"model_a": [1, 2], "model_b": [2, 1], "winner": ["tie", "tie"]}), path)
    assert read(path).rows.entrants == ("1", "2")


def test_a_column_may_be_absent_where_json_has_no_value(tmp_path: Path) -> None:
    lines = b'{"model_a":"a","model_b":"b","winner":"tie"}\n\n{"model_a":"b","model_b":"a","winner":"tie","who":"x"}'
    assert read(written(tmp_path, lines, "v.jsonl"), cluster="who").unclustered == 1


def test_progress_ends_at_the_whole(tmp_path: Path) -> None:
    heard: list[float] = []
    read_votes(write(tmp_path / "votes.csv"), Columns({}), {}, heard.append)
    assert heard[-1] == 1.0


PROBLEMS = [
    ("votes.csv", "x,y\n1,2\n", "has no column “model_a” or “entrant_a”: name the right one with --columns a="),
    ("votes.csv", "model_a,model_b,winner,winner\na,b,tie,tie\n", "more than one column “winner”"),
    ("votes.csv", "", "The file is empty"),
    ("votes.jsonl", "", "The file is empty"),
    ("votes.jsonl", "{oops", "Line 1 is not JSON"),
    ("votes.jsonl", "[1]", "Line 1 is not a JSON object"),
    ("votes.csv", (HEADER + "가,나,tie\n").encode("cp949"), "save it as UTF-8"),
    ("votes.parquet", "nothing", "cannot be read"),
    ("votes.csv.gz", "nothing", "cannot be read: Not a gzipped file"),
    ("votes.csv.gz", gzip.compress(HEADER.encode() * 50, mtime=0)[:-9], "cannot be read"),
    ("votes.txt", "", "no ending that tells its format"),
]


@pytest.mark.parametrize(("name", "text", "said"), PROBLEMS)
def test_a_file_that_cannot_be_read_is_told_in_one_sentence(
    tmp_path: Path, name: str, text: str | bytes, said: str
) -> None:
    with pytest.raises(VoteFileProblem, match=f"^{name}") as caught:
        read(written(tmp_path, text, name))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(VoteFileProblem, match=r"^votes\.csv cannot be read: No such file"):
        read(tmp_path / "votes.csv")


def test_thousands_of_entrants_are_the_wrong_columns(tmp_path: Path) -> None:
    rows = "".join(f"{i},{i + 1},tie\n" for i in range(0, 6100, 2))
    with pytest.raises(VoteFileProblem, match="right columns"):
        read(written(tmp_path, HEADER + rows))


@pytest.mark.parametrize("chosen", [{"q": "x"}, {"a": "x"}])
def test_a_wrong_name_for_a_column_is_told(tmp_path: Path, chosen: dict[str, str]) -> None:
    with pytest.raises(VoteFileProblem, match=r"“[qx]”"):
        read(write(tmp_path / "votes.csv"), **chosen)


def test_a_verdict_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(VoteFileProblem, match="“loss” is not a verdict"):
        read(write(tmp_path / "votes.csv"), values={"0": "loss"})
