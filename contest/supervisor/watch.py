"""Runs children together: starts them group by group, starts again what dies, ends all in the reverse order."""

import signal
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue

from contest.supervisor.child import Child
from contest.supervisor.guard import Guard
from contest.supervisor.program import Program
from contest.supervisor.restarts import MOST_DEATHS, WINDOW_SECONDS, delay_before_restart
from contest.supervisor.terminal import Terminal


class GaveUp(Exception):
    """A process died too often; the message says which and why."""


class Watch:
    """The running children of one supervisor. Used from the main thread, which signals interrupt."""

    def __init__(self, log_folder: Path, terminal: Terminal) -> None:
        log_folder.mkdir(parents=True, exist_ok=True)
        self._log_folder = log_folder
        self._terminal = terminal
        self._guard = Guard()
        self._groups: list[list[Child]] = []
        self._ended: SimpleQueue[tuple[Child, int]] = SimpleQueue()
        self._deaths: defaultdict[str, list[float]] = defaultdict(list)
        self._due: dict[str, tuple[float, Child]] = {}

    def start(self, programs: Iterable[Program]) -> None:
        """Start programs side by side and return when all are ready. NotReady when one is not."""
        group = [self._child(program) for program in programs]
        self._groups.append(group)
        for child in group:
            child.start()
        for child in group:
            child.wait_ready()

    def keep_running(self) -> None:
        """Start again whatever dies, until a signal raises KeyboardInterrupt. GaveUp when one dies too often."""
        while True:
            now = time.monotonic()
            for name, (due, child) in list(self._due.items()):
                if due <= now:
                    del self._due[name]
                    child.start()
            waits = [max(0.0, due - now) for due, _child in self._due.values()]
            try:
                child, code = self._ended.get(timeout=min(waits, default=None))
            except Empty:
                continue
            self._plan_restart(child, code)

    def stop(self) -> None:
        """End all, the last started first. A second signal ends them without asking."""
        try:
            for group in reversed(self._groups):
                for child in group:
                    child.ask_to_end()
                for child in group:
                    child.wait_end()
        finally:
            self._guard.close()

    def _child(self, program: Program) -> Child:
        log = self._log_folder / f"{program.name}.log"
        # One earlier run is kept: a log that grows for ever helps nobody.
        if log.exists():
            log.replace(log.with_suffix(".previous.log"))
        return Child(program, self._log_folder, self._guard, self._terminal.hear, self._note_end)

    def _note_end(self, child: Child, code: int) -> None:
        self._ended.put((child, code))

    def _plan_restart(self, child: Child, code: int) -> None:
        name, now = child.program.name, time.monotonic()
        self._deaths[name].append(now)
        delay = delay_before_restart(self._deaths[name], now)
        if delay is None:
            raise GaveUp(
                f"{name} ended {MOST_DEATHS} times within {WINDOW_SECONDS:g} s, so the site stops. "
                f"The end of its log ({child.log}):\n{child.log_tail()}"
            )
        self._terminal.say(f"[{name}] ended ({_how(code)}); it starts again.")
        self._due[name] = (now + delay, child)


@contextmanager
def watching(log_folder: Path, terminal: Terminal) -> Iterator[Watch]:
    """A watch whose children end with the block, however it ends."""
    # Raised wherever the main thread is, as a Ctrl-C is: starting and waiting stop at once.
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.default_int_handler)
    watch = Watch(log_folder, terminal)
    try:
        yield watch
    finally:
        watch.stop()


def _how(code: int) -> str:
    return f"exit status {code}" if code >= 0 else signal.Signals(-code).name
