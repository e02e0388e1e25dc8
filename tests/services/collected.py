"""What all sites have alike, made once for a test session: compiled words and collected static files."""

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from tests.services.commands import manage


def with_static_files(folder: Path) -> None:
    """Give the site in this folder its static files, which sites only read."""
    (folder / "static").symlink_to(_collected() / "static")


@cache
def _collected() -> Path:
    """The folder of a site that is never started."""
    folder = Path(tempfile.mkdtemp(prefix="contest-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    manage({"CONTEST_EMBEDDED": "1", "CONTEST_VAR_DIR": os.fspath(folder)}, "prepare_site", "--words", "--static")
    return folder
