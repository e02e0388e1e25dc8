"""A stage with votes, and where its files go."""

from pathlib import Path
from typing import Any

import pytest

from tests.exports.played import played_stage


@pytest.fixture
def stage(db: None) -> str:
    """An open stage with a dozen votes of five voters; its slug."""
    return played_stage()


@pytest.fixture(autouse=True)
def exports_dir(settings: Any, tmp_path: Path) -> Path:
    """Where this test's files are kept."""
    settings.EXPORTS_DIR = tmp_path / "exports"
    return tmp_path / "exports"
