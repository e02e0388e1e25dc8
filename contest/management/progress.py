"""A progress bar for commands that take a while."""

from typing import Any

STEPS = 20


class Bar:
    """Drawn on stderr, anew only when it has grown. With `wanted` False nothing is ever drawn."""

    def __init__(self, out: Any, doing: str, *, wanted: bool = True) -> None:
        self._out, self._doing, self._wanted = out, doing, wanted
        self._shown = -1

    def show(self, share: float) -> None:
        """`share` of the work, from 0 to 1, is done."""
        steps = min(STEPS, int(share * STEPS))
        if self._wanted and steps > self._shown:
            self._shown = steps
            bar = f"[{'#' * steps}{'.' * (STEPS - steps)}] {steps * 100 // STEPS:3d} %"
            self._out.write(f"\r{self._doing} {bar}", ending="")
            self._out.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._shown >= 0:
            self._out.write("")
