"""Where the stack keeps PostgreSQL's data, whoever owns the folder that it was cloned into."""

import os
from pathlib import Path

import pytest

from contest.supervisor.stack import data_folder
from tests.services.folders import temporary_folder

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="PostgreSQL runs as another user only where we are root")


@AS_ROOT
def test_a_clone_in_a_home_that_nobody_else_may_enter_gets_its_data_outside() -> None:
    with temporary_folder() as home:
        home.chmod(0o700)
        clones = [home / "one", home / "two"]
        for clone in clones:
            clone.mkdir()
        placed = [data_folder(clone, Path("/outside")) for clone in clones]
        assert [place.parent for place in placed] == [Path("/outside")] * 2
        assert placed[0] != placed[1]


def test_a_folder_that_can_be_entered_holds_its_own_data() -> None:
    with temporary_folder() as folder:
        folder.chmod(0o755)
        assert data_folder(folder, Path("/outside")) == folder / "postgres"
