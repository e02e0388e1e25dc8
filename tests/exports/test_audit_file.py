"""The audit log of a stage as a file: in every format, whole, for organisers alone."""

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from arena.queries.exports import FORMATS
from contest.actions.exports import request_due_releases, request_export
from contest.actions.notices import publish_notice
from contest.actions.refusals import ActRefused, NotAllowed
from contest.exports.tasks import make_export
from contest.models import AuditEntry, Export
from contest.queries.audit import AuditFilter, audit_rows
from contest.queries.audit_export import COLUMNS
from contest.queries.exports import EXPORTS, export_readable_by, export_record
from tests.contest.cast import CLOSES, NOTICE, OPENS, SETUP, closed, dohyun, draft, yuna
from tests.exports.played import READERS

ONE = AuditFilter(stage="one")


def made(exports_dir: Path, form: str) -> list[dict[str, Any]]:
    """Ask for the stage's log, make the file and read it back."""
    ref = request_export(dohyun(), "one", "audit", form, public=False, now=OPENS)
    make_export(ref)
    return READERS[form](exports_dir / ref / f"one-audit-internal.{form}")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("data", EXPORTS)
def test_every_kind_is_made_in_every_format(stage: str, exports_dir: Path, data: str, form: str) -> None:
    ref = request_export(SETUP, stage, data, form, public=False, now=OPENS)
    make_export(ref)
    record = export_record(ref)
    assert record is not None
    assert (record.state, len(record.sha256), bool(record.licence), bool(record.columns)) == ("done", 64, True, True)
    assert (exports_dir / ref / f"one-{data}-internal.{form}").stat().st_size == record.size


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_holds_every_act_about_the_stage_and_no_other(stage: str, exports_dir: Path, form: str) -> None:
    draft("two")
    before = [entry.ref for entry in audit_rows(ONE)]
    rows = made(exports_dir, form)
    assert [row["entry"] for row in rows[:-1]] == before[::-1]
    assert rows[-1]["act"] == "export_data"
    assert all(list(row) == [column.name for column in COLUMNS] for row in rows)
    assert len(rows) < AuditEntry.objects.count()


def test_the_formats_say_the_same(stage: str, exports_dir: Path) -> None:
    publish_notice(SETUP, "one", *NOTICE.values(), degraded=True, now=OPENS)
    texts, lines, table = (made(exports_dir, form)[:3] for form in FORMATS)
    assert lines == table
    assert [row | {"done_at": float(row["done_at"])} for row in texts] == lines


def test_a_row_says_who_did_what_why_and_what_changed(stage: str, exports_dir: Path) -> None:
    publish_notice(SETUP, "one", "=1+1", "-", degraded=True, now=OPENS)
    row = next(row for row in made(exports_dir, "jsonl") if row["act"] == "publish_notice")
    assert (row["done_at"], row["actor"], row["role"]) == (OPENS.timestamp(), SETUP.name, "command")
    assert (row["object_kind"], row["before"], json.loads(row["after"])["text_ko"]) == ("notice", "", "=1+1")


def test_pages_meet_without_a_gap(stage: str, exports_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = made(exports_dir, "jsonl")
    monkeypatch.setattr("contest.queries.audit_export.ROWS_A_PAGE", 2)
    assert made(exports_dir, "jsonl")[: len(whole)] == whole


def test_it_tells_no_fold_and_how_far_it_is(stage: str, exports_dir: Path) -> None:
    rows = made(exports_dir, "csv")
    export = Export.objects.get()
    assert (export.watermark, export.rows_done, export.rows_expected) == (None, len(rows), len(rows))


def test_an_operator_has_it_while_the_stage_runs_and_a_viewer_never(stage: str) -> None:
    ref = request_export(dohyun(), "one", "audit", "csv", public=False, now=OPENS)
    record = export_record(ref)
    assert record is not None
    assert export_readable_by(record, dohyun().account_id)
    assert not export_readable_by(record, yuna().account_id)
    with pytest.raises(NotAllowed):
        request_export(yuna(), "one", "audit", "csv", public=False, now=OPENS)


def test_it_is_never_public_not_even_after_the_close(db: None) -> None:
    closed("one")
    with pytest.raises(ActRefused, match="export_never_public"):
        request_export(SETUP, "one", "audit", "csv", public=True, now=CLOSES)
    request_due_releases(datetime.now(UTC))
    assert not Export.objects.filter(data="audit").exists()


def test_the_command_writes_it_and_refuses_to_make_it_public(stage: str, tmp_path: Path) -> None:
    words = ("export_votes", "--stage", "one", "--data", "audit", "--output", str(tmp_path / "x.jsonl"))
    call_command(*words, stdout=StringIO(), stderr=StringIO())
    assert len(READERS["jsonl"](tmp_path / "x.jsonl")) == len(list(audit_rows(ONE)))
    with pytest.raises(CommandError, match="never public"):
        call_command(*words, "--public", stdout=StringIO(), stderr=StringIO())
