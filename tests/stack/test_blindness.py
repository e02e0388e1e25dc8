"""Every byte before the vote, in many battles: failures, reconnects, both languages, refused votes."""

import asyncio
from urllib.request import urlopen

import pytest

from tests.services.fixtures import StartSite
from tests.stack.blind_crowd import identities, look_at_everything

pytestmark = [pytest.mark.stack]
QUICK_TWIN = {"ARENA_RELEASE_BYTES_PER_SECOND": "100000", "ARENA_SLOTS_PER_ENTRANT": "64"}


@pytest.mark.parametrize(
    ("battles", "concurrency"), [(200, 40), pytest.param(500, 25, marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_no_byte_before_the_vote_tells_who_is_who(start_site: StartSite, battles: int, concurrency: int) -> None:
    with start_site(webs=2, workers=2, environment=QUICK_TWIN) as site:
        seen = asyncio.run(look_at_everything(site, battles=battles, seed=5, concurrency=concurrency))
        print(f"\n{seen.states}, {seen.reconnects} reconnects, {seen.payloads} payloads, {dict(seen.faults)}")
        assert seen.found == []
        assert set(seen.states) <= {"voted", "void"}, (seen.states, site.logs())
        assert seen.states["void"] >= battles // 20
        assert seen.reconnects >= battles
        assert seen.english >= battles // 2
        # The home page names the teams: a scan that finds nothing there would find nothing anywhere.
        home = urlopen(site.url).read()
        assert [word for word in identities(site) if word in home]
