"""May this person open a battle now? The answer is a list of reasons; an empty list means yes."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class StageWindow:
    """What of a stage decides whether battles may open."""

    opens_at: datetime
    closes_at: datetime
    pool_is_open: bool


def issues_before_battle(stage: StageWindow | None, now: datetime) -> list[str]:
    """Codes of what stands against a new battle at `now`; the faces turn each into a sentence."""
    if stage is None:
        return ["no_open_stage"]
    if now < stage.opens_at:
        return ["stage_not_open_yet"]
    if now >= stage.closes_at:
        return ["stage_closed"]
    return [] if stage.pool_is_open else ["stage_paused"]
