"""What the person at the terminal sees: plain sentences, and of the logs only what is wrong."""

import json
from pathlib import Path
from typing import Any

from contest.supervisor.program import Program

LOUD = frozenset({"warning", "error", "critical"})


class Terminal:
    """Prints sentences, and a line for each new warning of a process; the whole story is in its log."""

    def __init__(self, log_folder: Path) -> None:
        self._log_folder = log_folder
        self._last: dict[str, str] = {}

    def say(self, words: str) -> None:
        """Print at once, also into a pipe."""
        print(words, flush=True)

    def hear(self, program: Program, line: str) -> None:
        """A process said a line: show it if it is a warning or worse, once until another one comes."""
        warning = warning_in(line)
        if warning and self._last.get(program.name) != warning:
            self._last[program.name] = warning
            self.say(f"[{program.name}] {warning}   (more in {self._log_folder / program.name}.log)")


def warning_in(line: str) -> str | None:
    """The event of a structured log line of level warning or above, such as `error: wire_lost`."""
    if not line.startswith("{"):
        return None
    try:
        entry: dict[str, Any] = json.loads(line)
    except json.JSONDecodeError:
        return None
    level = entry.get("level")
    return f"{level}: {entry.get('event')}" if level in LOUD else None
