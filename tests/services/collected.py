"""What all sites have alike, made once for a test run: compiled words and collected static files."""

import os
from pathlib import Path

from tests.services.commands import manage
from tests.services.run_folder import made_once


def with_static_files(folder: Path) -> None:
    """Give the site in this folder its static files, which sites only read."""
    (folder / "static").symlink_to(made_once("collected", _collect) / "static")


def _collect(folder: Path) -> None:
    """Make the folder of a site that is never started."""
    folder.mkdir()
    manage({"CONTEST_EMBEDDED": "1", "CONTEST_VAR_DIR": os.fspath(folder)}, "prepare_site", "--words", "--static")
