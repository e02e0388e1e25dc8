"""Tests of endpoints: begun by organisers, asked by a worker, kept with what was found."""

from datetime import timedelta

import pytest

from arena.actions.endpoint_checks import CheckedPoint, finish_check
from arena.actions.pools import EndpointAddress, move_endpoints
from arena.queries.endpoint_checks import newest_checks
from arena.queries.endpoints import endpoint_records
from arena.tasks import check_endpoint
from contest.actions.endpoint_tests import begin_endpoint_test
from contest.actions.refusals import ActRefused, NotAllowed
from contest.models import AuditEntry, Fielding
from tests.contest.cast import DRAFTED, dohyun, field_team, yuna

pytestmark = pytest.mark.django_db
POINT = CheckedPoint("streaming", True, True, "The answer came in 9 pieces.")


def an_endpoint() -> str:
    """The only replica of a new team's entrant; nothing answers at its address."""
    ref = Fielding.objects.get(slug=field_team("pine")).entrant.ref
    move_endpoints({ref: EndpointAddress("http://127.0.0.1:9", "m-pine")})
    return endpoint_records([ref])[0].ref


def test_a_test_that_runs_is_not_begun_twice() -> None:
    endpoint = an_endpoint()
    first = begin_endpoint_test(dohyun(), endpoint, now=DRAFTED)
    second = begin_endpoint_test(dohyun(), endpoint, now=DRAFTED)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.ref == second.ref


def test_what_was_found_is_kept_and_the_next_test_is_another() -> None:
    endpoint = an_endpoint()
    first = begin_endpoint_test(dohyun(), endpoint, now=DRAFTED)
    finish_check(first.ref, [POINT], True, DRAFTED)
    begin_endpoint_test(dohyun(), endpoint, now=DRAFTED + timedelta(minutes=1))
    newest, before = newest_checks(endpoint, 2)
    assert newest.finished_at is None
    assert (before.ref, before.conforms, before.points[0].told) == (first.ref, True, POINT.told)


def test_a_test_whose_worker_died_makes_room_for_the_next() -> None:
    endpoint = an_endpoint()
    lost = begin_endpoint_test(dohyun(), endpoint, now=DRAFTED)
    begun = begin_endpoint_test(dohyun(), endpoint, now=DRAFTED + timedelta(hours=1))
    assert begun.is_new
    finish_check(lost.ref, [POINT], True, DRAFTED + timedelta(hours=2))
    assert newest_checks(endpoint, 5)[1].points == ()


def test_the_worker_writes_down_that_nothing_answers() -> None:
    endpoint = an_endpoint()
    begun = begin_endpoint_test(dohyun(), endpoint, now=DRAFTED)
    check_endpoint(begun.ref)
    (check,) = newest_checks(endpoint, 1)
    assert check.finished_at is not None
    assert not check.conforms
    assert check.points[0].check == "reachable"


def test_a_test_is_in_the_log_and_viewers_cannot_begin_one() -> None:
    endpoint = an_endpoint()
    with pytest.raises(NotAllowed):
        begin_endpoint_test(yuna(), endpoint, now=DRAFTED)
    begun = begin_endpoint_test(dohyun(), endpoint, now=DRAFTED)
    entry = AuditEntry.objects.get(act="test_endpoint")
    assert (entry.object_ref, entry.after["check"]) == (endpoint, begun.ref)


def test_an_unknown_endpoint_is_refused() -> None:
    with pytest.raises(ActRefused):
        begin_endpoint_test(dohyun(), "nobody", now=DRAFTED)
