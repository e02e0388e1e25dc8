"""`manage.py rehearse`: what it says when there is no site, and when the numbers are none."""

import pytest
from django.core.management import CommandError, call_command

from contest.supervisor.ports import LOOPBACK, free_port


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
