"""Voters in public files: one person in a release, strangers to each other in two."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from arena.actions.voids import void_votes
from arena.models import Vote
from contest.actions.exports import request_due_releases, request_export
from contest.actions.stages import publish_stage
from contest.actions.stages_entries import enter_stage
from contest.actions.stages_running import close_stage, open_stage
from contest.exports.files import export_path
from contest.exports.tasks import make_export
from contest.models import Export
from contest.queries.exports import export_record
from tests.contest.cast import CLOSES, DRAFTED, OPENS, SETUP, TEAMS, draft, revision
from tests.exports.played import READERS, VOTERS, add_votes

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
Judges = Mapping[tuple[str, str], list[str]]


def close(slug: str) -> None:
    """The stage's end."""
    close_stage(SETUP, slug, seen=revision(slug), now=CLOSES)


def judges_of(ref: str) -> list[str]:
    """The pseudonyms in a file, row by row."""
    make_export(ref)
    record = export_record(ref)
    assert record is not None
    return [row["judge"] for row in READERS[record.format](export_path(ref, record.file_name))]


def released(now: datetime) -> Judges:
    """The pseudonyms in every file with voters that is due, by data and format."""
    due = Export.objects.filter(ref__in=request_due_releases(now)).exclude(data="snapshots").order_by("pk")
    return {(row.data, row.format): judges_of(row.ref) for row in due}


def asked_again(slug: str = "one") -> set[str]:
    """The pseudonyms in the stage's votes, released on their own."""
    return set(judges_of(request_export(SETUP, slug, "votes", "jsonl", public=True, now=CLOSES + HOUR)))


def test_a_voter_is_one_pseudonym_in_all_files_of_a_release(stage: str) -> None:
    void_votes([Vote.objects.filter(voter_ref=VOTERS[0]).earliest("pk").receipt_ref], "group", CLOSES)
    close(stage)
    files = released(CLOSES)
    assert len(files) == 9
    judges = files["votes", "jsonl"]
    assert len(set(judges)) == len(VOTERS)
    assert all(files[data, form] == judges for data in ("votes", "battles") for form in READERS)
    # The first voter's next vote is the fifth in the file: the first one was set aside.
    assert all(files["voided_votes", form] == [judges[4]] for form in READERS)


def test_a_voter_is_a_stranger_in_the_next_release(stage: str) -> None:
    close(stage)
    first = set(released(CLOSES)["votes", "jsonl"])
    assert not first & asked_again()


def another_stage(slug: str) -> None:
    """A second stage of the same entrants, with votes of the same people."""
    draft(slug)
    for team in TEAMS:
        enter_stage(SETUP, slug, f"{team}-1", seen=revision(slug), now=DRAFTED)
    publish_stage(SETUP, slug, seen=revision(slug), now=DRAFTED)
    open_stage(SETUP, slug, seen=revision(slug), now=OPENS)
    add_votes(slug, 12)


def test_a_voter_of_two_stages_is_two_strangers(stage: str) -> None:
    close(stage)
    another_stage("two")
    close("two")
    due = Export.objects.filter(ref__in=request_due_releases(CLOSES), data="votes", format="jsonl")
    judges = {row.stage.slug: set(judges_of(row.ref)) for row in due}
    assert set(Vote.objects.values_list("voter_ref", flat=True)) == set(VOTERS)
    assert [len(found) for found in judges.values()] == [len(VOTERS)] * 2
    assert not judges["one"] & judges["two"]


def test_without_the_key_no_pseudonym_can_be_made_again(stage: str, settings: object) -> None:
    close(stage)
    first = judges_of(request_export(SETUP, stage, "votes", "jsonl", public=True, now=CLOSES))
    settings.VOTER_KEY = "whoever tries it has another key"  # type: ignore[attr-defined]
    second = judges_of(request_export(SETUP, stage, "votes", "csv", public=True, now=CLOSES))
    assert not set(first) & set(second)


def test_nothing_else_in_a_file_leads_to_the_voter(stage: str) -> None:
    close(stage)
    ref = request_export(SETUP, stage, "battles", "jsonl", public=True, now=CLOSES)
    make_export(ref)
    record = export_record(ref)
    assert record is not None
    for line in export_path(ref, record.file_name).read_text().splitlines():
        row = json.loads(line)
        voter = VOTERS[(int(row["question_id"]) - 1) % len(VOTERS)]
        assert voter not in line
        assert not {"voter_ref", "comment", "receipt", "session", "account", "ip", "address"} & row.keys()
