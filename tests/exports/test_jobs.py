"""Files made by a worker: whole or not at all, by one worker, and public when the policy says so."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from arena.actions.folding import fold_votes
from arena.actions.leaderboard import publish_snapshot
from arena.actions.voids import restore_votes, void_votes
from arena.models import Vote
from arena.queries.exports import Written
from contest.actions.exports import (
    LOST_AFTER,
    MOST_TRIES,
    claim_export,
    finish_export,
    note_progress,
    reawaken_lost,
    request_due_releases,
    request_export,
    set_data_release,
    withdraw_export,
)
from contest.actions.refusals import ActRefused
from contest.actions.stages_running import close_stage
from contest.exports.tasks import make_export
from contest.models import Export
from contest.queries.exports import export_record
from contest.rules.stages_terms import Release
from tests.contest.cast import CLOSES, OPENS, SETUP, TERMS, dohyun, pool_of, revision, sora
from tests.exports.played import played_stage

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def requested(stage: str = "one", data: str = "votes", form: str = "csv", *, public: bool = False) -> str:
    """A file that somebody asked for."""
    return request_export(SETUP, stage, data, form, public=public, now=CLOSES)


def close(slug: str = "one") -> None:
    """The stage's end."""
    close_stage(SETUP, slug, seen=revision(slug), now=CLOSES)


def test_a_worker_makes_the_file_and_says_what_it_is(stage: str, exports_dir: Path) -> None:
    ref = requested()
    make_export(ref)
    record = export_record(ref)
    assert record is not None
    file = exports_dir / ref / "one-votes-internal.csv"
    assert (record.state, record.rows, record.size) == ("done", 12, file.stat().st_size)
    assert record.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert record.licence
    assert record.columns[1]["name"] == "model_a"


def test_told_twice_a_worker_makes_it_once(stage: str) -> None:
    ref = requested()
    assert claim_export(ref, "secret", CLOSES) is not None
    assert claim_export(ref, "secret", CLOSES) is None


def test_what_a_dead_worker_left_is_made_again(stage: str, exports_dir: Path) -> None:
    ref = requested()
    assert claim_export(ref, "secret", CLOSES)
    assert reawaken_lost(CLOSES + LOST_AFTER) == []
    assert reawaken_lost(CLOSES + LOST_AFTER + DAY) == [ref]
    make_export(ref)
    assert Export.objects.get(ref=ref).state == "done"


def test_a_worker_that_was_taken_for_dead_changes_nothing(stage: str) -> None:
    ref = requested()
    late = claim_export(ref, "secret", CLOSES)
    reawaken_lost(CLOSES + DAY)
    assert late is not None
    assert claim_export(ref, "secret", CLOSES + DAY)
    assert not note_progress(late, 5, CLOSES + DAY)
    assert Export.objects.get(ref=ref).rows_done == 0


def test_a_file_that_kills_its_workers_is_given_up(stage: str) -> None:
    ref = requested()
    for tried in range(MOST_TRIES):
        assert claim_export(ref, "secret", CLOSES + tried * DAY)
        reawaken_lost(CLOSES + (tried + 1) * DAY)
    assert Export.objects.get(ref=ref).state == "failed"


def test_what_goes_wrong_is_kept_and_leaves_no_file(
    stage: str, exports_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("contest.exports.tasks.Progress.note", full)
    ref = requested()
    make_export(ref)
    record = export_record(ref)
    assert record is not None
    assert (record.state, "No space left" in record.problem) == ("failed", True)
    assert [path for path in exports_dir.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(("data", "form"), [("secrets", "csv"), ("votes", "xlsx")])
def test_what_nobody_can_make_is_not_asked_for(stage: str, data: str, form: str) -> None:
    with pytest.raises(ActRefused, match="export_unknown"):
        requested(data=data, form=form)
    assert not Export.objects.exists()


def test_nothing_is_public_before_the_close(stage: str) -> None:
    with pytest.raises(ActRefused, match="export_not_public_yet"):
        requested(public=True)
    assert request_due_releases(OPENS + 5 * DAY) == []


def test_after_the_close_everything_is_due_once(stage: str) -> None:
    close()
    assert len(request_due_releases(CLOSES + DAY)) == 12
    assert request_due_releases(CLOSES + 2 * DAY) == []


def released_after_the_close() -> None:
    """Every public file is made, and every vote is in the tallies."""
    close()
    fold_votes(pool_of("one"))
    for ref in request_due_releases(CLOSES + DAY):
        make_export(ref)
    assert request_due_releases(CLOSES + DAY) == []


def void_one() -> str:
    """Set a vote aside; its receipt."""
    receipt = Vote.objects.filter(voided_at=None).earliest("pk").receipt_ref
    void_votes([receipt], "group", CLOSES + DAY)
    fold_votes(pool_of("one"))
    return receipt


def test_votes_set_aside_or_restored_after_the_release_bring_newer_files(stage: str) -> None:
    released_after_the_close()
    receipt = void_one()
    again = request_due_releases(CLOSES + 2 * DAY)
    assert {row.data for row in Export.objects.filter(ref__in=again)} == {"votes", "voided_votes", "battles"}
    for ref in again:
        make_export(ref)
    assert request_due_releases(CLOSES + 2 * DAY) == []
    restore_votes([receipt])
    fold_votes(pool_of("one"))
    assert len(request_due_releases(CLOSES + 3 * DAY)) == 9


def test_a_newer_board_brings_a_newer_file_of_boards(stage: str) -> None:
    released_after_the_close()
    assert publish_snapshot(pool_of("one"), CLOSES + DAY)
    assert {row.data for row in Export.objects.filter(ref__in=request_due_releases(CLOSES + 2 * DAY))} == {"snapshots"}


def test_votes_that_are_counted_while_a_file_is_written_bring_a_newer_one(stage: str) -> None:
    close()
    ref = requested(public=True)
    claim = claim_export(ref, "secret", CLOSES)
    assert claim is not None
    fold_votes(pool_of("one"))
    finish_export(claim, Written(12, 1, "0" * 64), "CC-BY-4.0", CLOSES)
    newest = [row.requested_at for row in Export.objects.filter(ref__in=request_due_releases(CLOSES + DAY))]
    assert newest == [CLOSES + DAY] * 12


def test_a_file_that_was_taken_back_comes_again_only_when_asked_for(stage: str) -> None:
    released_after_the_close()
    withdraw_export(sora(), Export.objects.get(data="votes", format="csv").ref, "A name stood in it.", now=CLOSES)
    void_one()
    again = Export.objects.filter(ref__in=request_due_releases(CLOSES + 2 * DAY), data="votes")
    assert {row.format for row in again} == {"jsonl", "parquet"}


def test_a_delayed_release_holds_the_newest_days_back(stage: str, exports_dir: Path) -> None:
    set_data_release(SETUP, "one", 3, seen=None, now=OPENS)
    asked = request_due_releases(OPENS + 3 * DAY + timedelta(minutes=7))
    exports = Export.objects.filter(ref__in=asked)
    assert {export.data for export in exports} == {"votes", "voided_votes", "snapshots"}
    ref = exports.get(data="votes", format="jsonl").ref
    make_export(ref)
    assert Export.objects.get(ref=ref).rows_done == 5


def test_a_delayed_release_comes_once_a_day(stage: str) -> None:
    set_data_release(SETUP, "one", 3, seen=None, now=OPENS)
    assert request_due_releases(OPENS + 4 * DAY)
    Export.objects.update(state="done", sha256="0" * 64)
    assert request_due_releases(OPENS + 4 * DAY + timedelta(hours=23)) == []
    assert request_due_releases(OPENS + 5 * DAY + timedelta(minutes=1))


def test_a_sealed_stage_releases_nothing_early(db: None) -> None:
    played_stage("one", terms=replace(TERMS, release=Release.AT_CLOSE))
    set_data_release(SETUP, "one", 1, seen=None, now=OPENS)
    assert request_due_releases(OPENS + 5 * DAY) == []


def test_a_newer_public_file_replaces_the_older_one(stage: str, exports_dir: Path) -> None:
    close()
    refs = []
    for _ in range(2):
        refs.append(requested(public=True))
        make_export(refs[-1])
    assert [Export.objects.get(ref=ref).state for ref in refs] == ["replaced", "done"]
    assert sorted(path.name for path in exports_dir.iterdir()) == [refs[1]]


def test_only_a_chief_settles_the_release_and_takes_files_back(stage: str) -> None:
    with pytest.raises(ActRefused, match="role_does_not_allow"):
        set_data_release(dohyun(), "one", 3, seen=None, now=OPENS)
    with pytest.raises(ActRefused, match="delay_out_of_bounds"):
        set_data_release(sora(), "one", 0, seen=None, now=OPENS)
    with pytest.raises(ActRefused, match="export_not_there"):
        withdraw_export(sora(), "nothing", "a name stood in it", now=OPENS)


def test_the_page_lists_public_files_and_hands_them_out(stage: str) -> None:
    close()
    ref = requested(public=True)
    own = requested()
    make_export(ref)
    make_export(own)
    page = Client().get("/data/").content.decode()
    record = export_record(ref)
    assert record is not None
    assert record.sha256 in page
    assert own not in page
    answer = Client().get(f"/data/{ref}/one-votes.csv")
    assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == record.sha256  # type: ignore[attr-defined]
    again = Client().get(f"/data/{ref}/one-votes.csv", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_a_file_that_is_not_public_is_not_there(stage: str) -> None:
    ref = requested()
    make_export(ref)
    assert Client().get(f"/data/{ref}/one-votes-internal.csv").status_code == 404
    assert Client().get("/data/nothing/one-votes.csv").status_code == 404


def test_a_withdrawn_file_is_gone(stage: str) -> None:
    close()
    ref = requested(public=True)
    make_export(ref)
    withdraw_export(sora(), ref, "A name stood in it.", now=CLOSES)
    assert Client().get(f"/data/{ref}/one-votes.csv").status_code == 404
    assert ref not in Client().get("/data/").content.decode()


def test_an_empty_page_says_when_there_will_be_data(db: None) -> None:
    assert "아직 공개한 자료가 없어요" in Client().get("/data/").content.decode()


def test_a_file_without_its_claim_is_not_done(stage: str) -> None:
    ref = requested()
    claim = claim_export(ref, "secret", CLOSES)
    assert claim is not None
    Export.objects.filter(ref=ref).update(state="failed")
    assert finish_export(claim, Written(1, 1, "0" * 64), "CC-BY-4.0", CLOSES) == []
    assert Export.objects.get(ref=ref).state == "failed"


def test_a_public_file_without_an_end_is_never_the_organisers_own(stage: str) -> None:
    close()
    ref = requested(public=True)
    Export.objects.filter(ref=ref).update(until=None)
    with pytest.raises(ValueError, match="until"):
        claim_export(ref, "secret", CLOSES)
