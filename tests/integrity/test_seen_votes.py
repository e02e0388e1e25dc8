"""Which votes are looked at, and what is known of those who cast them."""

from datetime import timedelta

import pytest

from arena.actions.looking import look_for_findings
from arena.queries.seen_votes import pools_to_judge, seen_votes
from tests.arena_cast import NOW, make_pool
from tests.integrity.bulk_votes import make_votes

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


def test_a_pool_without_votes_has_no_findings() -> None:
    assert look_for_findings(make_pool(), NOW) == []


def test_pools_are_judged_while_votes_come() -> None:
    ref = make_pool()
    make_votes(ref, 0, 1, 1)
    assert (pools_to_judge(NOW), pools_to_judge(LATER)) == ([ref], [])


def test_votes_without_a_note_are_in_no_group() -> None:
    ref = make_pool()
    make_votes(ref, 0, 3, 1)
    seen = seen_votes(ref).seen
    network, joined = (next(one for one in seen.features if one.name == name) for name in ("network", "joined_hour"))
    assert network.group.tolist() == [-1, -1, -1]
    assert joined.labels == [str(int(NOW.timestamp()) // 3600)]
