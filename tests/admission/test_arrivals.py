"""Many come at once to a small site: all are answered, or told a place, or refused kindly; nobody is lost."""

import asyncio

import pytest

from tests.admission.newcomers import come_all, fates, left_in_line
from tests.services.fixtures import StartSite
from tests.services.servers import RedisServer
from tests.stack.taking_part import rows

pytestmark = [pytest.mark.stack]
SMALL = {
    "ARENA_SLOTS_PER_ENTRANT": "4",
    "ARENA_RELEASE_BYTES_PER_SECOND": "100000",
}


# Of five entrants with four slots each ten pairs answer at once; whoever finds the line full is refused.
@pytest.mark.parametrize(
    ("crowd", "waiting"), [(40, 16), pytest.param(80, 40, marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_a_crowd_is_served_in_turn_or_refused_kindly_and_no_slot_leaks(
    start_site: StartSite, redis: RedisServer, crowd: int, waiting: int
) -> None:
    limits = SMALL | {"ARENA_MOST_WAITING": str(waiting)}
    with start_site(webs=2, workers=2, environment=limits, haste=3) as site:
        people = asyncio.run(come_all(site, crowd, 0))
        assert set(fates(people)) <= {"voted", "line_full"}, (fates(people), site.logs())
        assert any(person.ahead for person in people if person.fate == "voted")
        assert all(person.told is not None for person in people if person.fate == "voted")
        assert left_in_line(redis.url) == 0
        states = rows(site, "SELECT state, count(*) FROM arena_battle GROUP BY state")
        assert states == [("voted", fates(people)["voted"])]
