"""`manage.py rehearse`: what it prints about a running site, and what it says when there is none."""

import re

import pytest
from django.core.management import CommandError, call_command

from contest.supervisor.ports import LOOPBACK, free_port
from tests.services.fixtures import StartSite

QUICK = {"ARENA_RELEASE_BYTES_PER_SECOND": "100000"}


@pytest.mark.stack
def test_it_plays_the_battles_and_prints_the_wins_beside_the_hidden_strengths(start_site: StartSite) -> None:
    with start_site(environment=QUICK) as site:
        said = site.manage("rehearse", "--battles", "8", "--voters", "3", "--url", site.url)
    assert "battles: voted 8" in said
    lines = re.findall(r"won: (.+) ([\d.]+) of (\d+), hidden strength (0\.\d+)", said)
    assert sum(float(won) for _, won, _, _ in lines) == 8
    assert sum(int(met) for _, _, met, _ in lines) == 16
    assert {float(strength) for *_, strength in lines} <= {0.9, 0.75, 0.55, 0.4, 0.2}


def test_a_site_that_is_not_there_is_said_in_one_sentence() -> None:
    address = f"http://{LOOPBACK}:{free_port()}"
    with pytest.raises(CommandError, match=f"No site answers at {address}") as caught:
        call_command("rehearse", "--url", address)
    assert caught.value.returncode == 2


@pytest.mark.parametrize("number", ["0", "-3", "many"])
@pytest.mark.parametrize("option", ["--battles", "--voters", "--concurrency"])
def test_numbers_that_play_nothing_are_refused(option: str, number: str) -> None:
    with pytest.raises(CommandError, match="invalid positive value"):
        call_command("rehearse", option, number)
