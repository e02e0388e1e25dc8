"""The attacker on frames against a running site, in a small form; `benchmarks.attacks.site_frames` is the large one."""

from contextlib import ExitStack

import pytest

from benchmarks.attacks.site_frames import MOST, RELEASE, attack, served_cast, told
from tests.services.fixtures import StartSite

pytestmark = [pytest.mark.stack, pytest.mark.slow]
BATTLES, WARM_UP = 60, 30


def test_frames_of_a_running_site_do_not_tell_who_answers(start_site: StartSite) -> None:
    with ExitStack() as stack:
        endpoints = served_cast(stack)
        site = stack.enter_context(start_site(endpoints=endpoints, environment=RELEASE))
        witnessed = attack(site, BATTLES, seed=3, concurrency=60, warm_up=WARM_UP)
        logs = site.logs()
    assert len(witnessed) >= 0.95 * BATTLES, logs
    assert len({one.who for one in witnessed}) == 5
    release, *others = told(witnessed, 3)
    print("", release, *others, sep="\n")
    # So few battles can refute the bar, and not prove it: the interval must not lie above it.
    assert release.interval[0] <= MOST
