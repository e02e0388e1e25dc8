"""The codes of all reasons that rules and actions can answer with, read from their sources."""

import re
from pathlib import Path

CONTEST = Path(__file__).resolve().parents[2] / "contest"
SPOKEN = re.compile(r"""Issue\(\s*"([a-z0-9_]+)\"""")
BOUNDED = ("max_turns", "min_votes", "max_tokens", "least_seconds", "texts_kept_days", "temperature", "top_p")
MISSING = ("name_ko", "name_en", "rules_ko", "rules_en")
MADE = (
    {f"{name}_out_of_bounds" for name in BOUNDED}
    | {f"{name}_missing" for name in MISSING}
    | {f"{kind}_{what}" for kind in ("topic", "gate") for what in ("slug_wrong", "name_missing")}
)
"""Codes that are put together where a stage's terms are looked at."""


def spoken_codes() -> set[str]:
    """All of them."""
    sources = [*(CONTEST / "rules").glob("*.py"), *(CONTEST / "actions").glob("*.py")]
    return {code for path in sources for code in SPOKEN.findall(path.read_text())} | MADE
