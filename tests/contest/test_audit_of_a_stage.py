"""The log of one stage: what was done to it and to all that is in it, and nothing of other stages."""

import csv
import io
from datetime import timedelta

import pytest

from arena.actions.folding import fold_votes
from arena.models import Vote
from contest.actions.break_glass import break_glass
from contest.actions.exports import request_export
from contest.actions.proposals import confirm_proposal, propose_void
from contest.queries.audit import AuditFilter, audit_rows
from tests.arena_cast import voted
from tests.console.people import at_console
from tests.contest.cast import OPENS, bitna, dohyun, draft, opened, pool_of, sora, yuna

pytestmark = pytest.mark.django_db
NOW = OPENS + timedelta(days=1)


def log_of(slug: str) -> set[tuple[str, str]]:
    """The acts on a stage with their objects' kinds."""
    return {(row.act, row.object_kind) for row in audit_rows(AuditFilter(stage=slug))}


def test_the_log_of_a_stage_has_all_that_is_in_it() -> None:
    opened("one")
    draft("two")
    battle = voted(pool_of("one"), voter="1" * 64, seed=1)
    fold_votes(pool_of("one"))
    receipts = list(Vote.objects.values_list("receipt_ref", flat=True))
    break_glass(sora(), battle.battle_ref, now=NOW, reason="신고를 확인해요.")
    proposal = propose_void(dohyun(), receipts, now=NOW, reason="같은 글")
    confirm_proposal(bitna(), proposal, now=NOW)
    request_export(sora(), "one", "votes", "csv", public=False, now=NOW)
    found = log_of("one")
    assert found >= {
        ("create_stage", "stage"),
        ("open_stage", "stage"),
        ("create_team", "team"),
        ("enrol_entrant", "entrant"),
        ("propose_void", "proposal"),
        ("confirm_void", "votes"),
        ("export_running_stage", "export"),
        ("break_glass", "battle"),
    }
    assert log_of("two") == {("create_stage", "stage")}
    assert log_of("nowhere") == set()


def test_the_file_has_the_chosen_stages_entries() -> None:
    opened("one")
    draft("two")
    browser = at_console(yuna())
    assert browser.get("/console/audit/?stage=two").context["page"].paginator.count == 1
    text = b"".join(browser.get("/console/audit/audit.csv?stage=two").streaming_content)  # type: ignore[attr-defined]
    (row,) = csv.DictReader(io.StringIO(text.decode("utf-8-sig")))
    assert (row["act"], row["object"]) == ("create_stage", "two")
