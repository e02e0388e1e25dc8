"""Organisers let an endpoint be tested. The face enqueues the asking itself, once this is committed."""

from datetime import datetime

from arena.actions.endpoint_checks import Begun, begin_check
from arena.queries.endpoints import entrant_of_endpoint
from contest.actions.audit import organiser_act
from contest.actions.refusals import ActRefused
from contest.rules.issues import Issue
from contest.rules.roles import Act, Actor


def begin_endpoint_test(actor: Actor, endpoint_ref: str, *, now: datetime) -> Begun:
    """Begin a test, or find the one that runs. It puts as much load on the endpoint as a dozen battles."""
    with organiser_act(actor, Act.TEST_ENDPOINT, "endpoint", endpoint_ref, now) as record:
        if entrant_of_endpoint(endpoint_ref) is None:
            raise ActRefused([Issue("endpoint_unknown")])
        begun = begin_check(endpoint_ref, now)
        record.after = {"check": begun.ref, "is_new": begun.is_new}
        return begun
