"""Where the real votes lie, for those who have them beside the repository; its README names their source."""

from pathlib import Path

import pytest

LLMFAO = Path(__file__).resolve().parents[3] / "shared" / "data" / "llmfao" / "llmfao.csv"
COLUMNS = {"a": "left", "b": "right", "winner": "winner"}

needs_real_votes = pytest.mark.skipif(
    not LLMFAO.is_file(), reason=f"{LLMFAO} is not there: real votes are not part of the repository"
)
