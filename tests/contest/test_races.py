"""Two organisers at once, on a real PostgreSQL: one of them does it, the other one is told."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from contest.actions.appointments import appoint
from contest.actions.entrants import change_endpoints
from contest.actions.evaluations import enter_results
from contest.actions.proposals import confirm_proposal, propose_early_close, propose_standing
from contest.actions.refusals import ActRefused
from contest.actions.stages_entries import withdraw_entrant
from contest.actions.stages_running import extend_stage, open_stage, pause_stage
from contest.models import AuditEntry, Entry, Notice, Proposal, PublishedStanding, Stage
from contest.queries.roles import organisers
from contest.queries.stage_records import stage_record
from contest.queries.teams import entrant_record
from contest.rules.roles import Role
from contest.rules.teams import Replica
from tests.contest.cast import CLOSES, NOTICE, OPENS, dohyun, haneul, opened, published, revision, sora
from tests.contest.standing_cast import enter_all, judged_stage, now_digest, now_standing, seen_sheet, sheet

pytestmark = pytest.mark.django_db(transaction=True)
NOW = OPENS + timedelta(hours=1)


def at_once(*acts: Callable[[], object]) -> "Counter[str]":
    """Run all acts in threads that start together; how each ended: "done" or the code of the refusal."""
    start = threading.Barrier(len(acts))
    ends: list[str] = []

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait()
            act()
            ends.append("done")
        except ActRefused as refused:
            ends.append(refused.issues[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(ends)


def test_of_eight_who_pause_at_once_one_does() -> None:
    opened()
    seen, operator = revision(), dohyun()
    ends = at_once(*[lambda: pause_stage(operator, "one", seen=seen, now=NOW, **NOTICE)] * 8)
    assert ends == {"done": 1, "changed_meanwhile": 7}
    assert (Notice.objects.count(), AuditEntry.objects.filter(act="pause_stage").count()) == (1, 1)


def test_a_pause_and_an_extension_at_once_do_not_both_build_on_what_was_seen() -> None:
    opened()
    seen, operator, chief = revision(), dohyun(), sora()
    later = CLOSES + timedelta(days=1)
    ends = at_once(
        lambda: pause_stage(operator, "one", seen=seen, now=NOW, **NOTICE),
        lambda: extend_stage(chief, "one", later, seen=seen, now=NOW, **NOTICE),
    )
    assert ends == {"done": 1, "changed_meanwhile": 1}


def test_of_two_who_confirm_at_once_one_does() -> None:
    opened()
    chiefs = sora(), haneul()
    proposal = propose_early_close(dohyun(), "one", now=NOW, reason="장애", **NOTICE)
    ends = at_once(*[lambda who=who: confirm_proposal(who, proposal, now=NOW) for who in chiefs])
    assert ends == {"done": 1, "proposal_is_decided": 1}
    assert AuditEntry.objects.filter(act="confirm_early_close").count() == 1


def test_of_two_who_propose_the_same_at_once_one_does() -> None:
    opened()
    people = dohyun(), sora()
    ends = at_once(
        *[lambda who=who: propose_early_close(who, "one", now=NOW, reason="장애", **NOTICE) for who in people]
    )
    assert ends == {"done": 1, "proposal_exists": 1}
    assert Proposal.objects.count() == 1


def test_of_two_who_enter_results_at_once_one_does() -> None:
    judged_stage()
    seen, chiefs = seen_sheet(), (sora(), haneul())
    ends = at_once(
        *[lambda who=who: enter_results(who, "one", "pine-1", sheet(), seen=seen, now=CLOSES) for who in chiefs]
    )
    assert ends == {"done": 1, "changed_meanwhile": 1}
    assert AuditEntry.objects.filter(act="enter_results").count() == 1


def test_two_who_enter_results_of_different_entrants_at_once_both_do() -> None:
    judged_stage()
    pine, maple, chiefs = seen_sheet("pine-1"), seen_sheet("maple-1"), (sora(), haneul())
    ends = at_once(
        lambda: enter_results(chiefs[0], "one", "pine-1", sheet("80"), seen=pine, now=CLOSES),
        lambda: enter_results(chiefs[1], "one", "maple-1", sheet("70"), seen=maple, now=CLOSES),
    )
    assert ends == {"done": 2}
    assert [now_standing().competitors[name].sheet for name in ("pine-1", "maple-1")] == [sheet("80"), sheet("70")]


def test_results_entered_during_the_confirmation_are_not_in_what_was_published_or_keep_it_back() -> None:
    judged_stage()
    enter_all()
    seen, digest, chiefs = seen_sheet(), now_digest(), (sora(), haneul())
    proposal = propose_standing(chiefs[0], "one", seen=digest, now=CLOSES, reason="끝남")
    ends = at_once(
        lambda: confirm_proposal(chiefs[1], proposal, now=CLOSES),
        lambda: enter_results(chiefs[0], "one", "pine-1", sheet("1"), seen=seen, now=CLOSES),
    )
    published = list(PublishedStanding.objects.values_list("sha256", flat=True))
    assert (ends, published) in [({"done": 2}, [digest]), ({"done": 1, "proposal_is_outdated": 1}, [])]


@pytest.mark.parametrize("attempt", range(5))
def test_an_endpoint_changed_during_the_opening_is_refused_or_keeps_the_stage_from_opening(
    attempt: int,
) -> None:
    published()
    seen, operator, chief = revision(), dohyun(), sora()
    other = (Replica("https://other.example", "m-other"),)
    ends = at_once(
        lambda: open_stage(chief, "one", seen=seen, now=OPENS),
        lambda: change_endpoints(operator, "pine-1", other, seen=1, now=OPENS),
    )
    found, record = stage_record("one"), entrant_record("pine-1")
    assert found is not None
    assert record is not None
    changed = record.endpoints[0].served_name == "m-other"
    if changed:
        assert (found.state, ends) == ("published", {"done": 1, "endpoint_is_untested": 1})
    else:
        assert (found.state, ends) == ("open", {"done": 1, "entrant_is_frozen": 1})
        assert all(entry.as_frozen for entry in found.entries)


def test_an_entrant_withdrawn_during_the_opening_leaves_no_half_opened_stage() -> None:
    published()
    seen, chief, other = revision(), sora(), haneul()
    ends = at_once(
        lambda: open_stage(chief, "one", seen=seen, now=OPENS),
        lambda: withdraw_entrant(other, "one", "pine-1", seen=seen, now=OPENS, reason="사정"),
    )
    assert ends == {"done": 1, "changed_meanwhile": 1}
    frozen = Entry.objects.exclude(frozen_sha256="").count()
    assert (Stage.objects.get().state, frozen) in {("open", 3), ("published", 0)}


def test_two_chiefs_do_not_remove_each_other() -> None:
    first, second = sora(), haneul()
    ends = at_once(
        lambda: appoint(first, "haneul", None, now=NOW),
        lambda: appoint(second, "sora", None, now=NOW),
    )
    assert ends["done"] == 1
    assert len([view for view in organisers() if view.role is Role.CHIEF]) == 1
