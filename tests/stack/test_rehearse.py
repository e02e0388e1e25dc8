"""`manage.py rehearse` on a running site: what it prints of the battles that it played."""

import re

import pytest

from tests.services.site import Site

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("quick")]


def test_it_plays_the_battles_and_prints_the_wins_beside_the_hidden_strengths(site: Site) -> None:
    said = site.manage("rehearse", "--battles", "8", "--voters", "30", "--concurrency", "8", "--url", site.url)
    assert "battles: voted 8" in said
    lines = re.findall(r"won: (.+) ([\d.]+) of (\d+), hidden strength (0\.\d+)", said)
    assert sum(float(won) for _, won, _, _ in lines) == 8
    assert sum(int(met) for _, _, met, _ in lines) == 16
    assert {float(strength) for *_, strength in lines} <= {0.9, 0.75, 0.55, 0.4, 0.2}
