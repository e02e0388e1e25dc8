"""When a process that ended is started again, and when that is given up. Pure: times are arguments, in seconds."""

from collections.abc import Sequence

WINDOW_SECONDS = 60.0
MOST_DEATHS = 5
FIRST_DELAY_SECONDS = 0.2
LONGEST_DELAY_SECONDS = 5.0


def delay_before_restart(deaths: Sequence[float], now: float) -> float | None:
    """Seconds to wait before the next start; None when the process died too often within the window.

    `deaths` are the instants at which it died, the newest last. The delay doubles with each death in the window.
    """
    recent = [death for death in deaths if now - death < WINDOW_SECONDS]
    if len(recent) >= MOST_DEATHS:
        return None
    delay: float = FIRST_DELAY_SECONDS * 2 ** max(0, len(recent) - 1)
    return min(delay, LONGEST_DELAY_SECONDS)
