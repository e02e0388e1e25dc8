"""The log of organisers' acts is searched, paged and read whole."""

from dataclasses import fields
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contest.actions.audit import organiser_act
from contest.actions.stages_running import open_stage, pause_stage, resume_stage
from contest.queries.audit import AuditFilter, AuditView, audit_page, audit_rows, count_audit
from contest.rules.roles import Act
from tests.contest.cast import DRAFTED, NOTICE, OPENS, dohyun, published, revision, sora

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def a_day() -> None:
    """A chief opens a stage, an operator pauses and resumes it."""
    published()
    open_stage(sora(), "one", seen=revision(), now=OPENS)
    pause_stage(dohyun(), "one", seen=revision(), now=OPENS + HOUR, reason="느린 서버", **NOTICE)
    resume_stage(dohyun(), "one", seen=revision(), now=OPENS + 2 * HOUR)


def acts(wanted: AuditFilter) -> list[str]:
    return [row.act for row in audit_page(wanted, 0, 50)]


@pytest.mark.usefixtures("a_day")
def test_the_newest_act_comes_first() -> None:
    assert acts(AuditFilter(since=OPENS)) == ["resume_stage", "pause_stage", "open_stage"]


@pytest.mark.usefixtures("a_day")
@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (AuditFilter(actor_name="dohyun"), ["resume_stage", "pause_stage"]),
        (AuditFilter(act="open_stage"), ["open_stage"]),
        (AuditFilter(object_kind="stage", object_ref="one", since=OPENS, until=OPENS + HOUR), ["open_stage"]),
        (AuditFilter(words="느린 DOHYUN"), ["pause_stage"]),
        (AuditFilter(words="느린 sora"), []),
    ],
)
def test_the_log_is_narrowed_by_who_what_when_and_words(wanted: AuditFilter, found: list[str]) -> None:
    assert acts(wanted) == found
    assert count_audit(wanted) == len(found)


@pytest.mark.usefixtures("a_day")
def test_pages_and_the_whole_log_hold_the_same_rows() -> None:
    everything = list(audit_rows(AuditFilter()))
    assert everything == [*audit_page(AuditFilter(), 0, 5), *audit_page(AuditFilter(), 5, 100)]


def test_every_line_says_who_when_what_and_why() -> None:
    with organiser_act(sora(), Act.EDIT_TEAM, "team", "pine", DRAFTED, "이름이 바뀜") as record:
        record.before, record.after = {"name_en": "Pine"}, {"name_en": "Pines"}
    (row,) = audit_page(AuditFilter(), 0, 1)
    assert all(getattr(row, field.name) for field in fields(AuditView))


@pytest.mark.usefixtures("a_day")
def test_a_page_is_one_query() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        audit_page(AuditFilter(), 0, 50)
    assert len(queries) == 1
