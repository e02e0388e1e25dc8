"""What a reader's screen shows: the same folding of snapshots and frames as the browser's own module."""

from dataclasses import dataclass
from typing import Any

UNDER_WAY = frozenset({"waiting", "streaming"})


@dataclass
class Screen:
    """Both texts of the newest turn, and its state."""

    turn: int = 0
    n: int = 0
    a: str = ""
    b: str = ""
    state: str = "waiting"
    ahead: int | None = None
    """How many battles were ahead in the line when a place was told last."""

    def take(self, event: dict[str, Any]) -> bool:
        """Fold one event in. False on a gap: the reader then asks for a snapshot."""
        if event["kind"] == "snapshot":
            self.turn, self.n, self.a, self.b = event["turn"], event["n"], event["a"], event["b"]
            self.state = event["state"]
            return True
        if event["kind"] == "place":
            self.ahead = event["ahead"]
            return True
        if event["turn"] == self.turn and (event["n"] <= self.n or self.state not in UNDER_WAY):
            return True
        if event["turn"] != self.turn or event["n"] != self.n + 1:
            return False
        self.n = event["n"]
        self.a += event["a"]
        self.b += event["b"]
        self.state = event["state"]
        return True
