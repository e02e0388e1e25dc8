"""One running process of the site: started, read, stopped. The supervisor and the tests use the same."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

from contest.supervisor.guard import Guard
from contest.supervisor.program import Program

PROBE_SECONDS = 0.05
TAIL_BYTES = 4000


class NotReady(Exception):
    """A process ended or stayed silent before it was ready; the message holds the end of its log."""


class Child:
    """A program that can be started, stopped, killed and started again. What it says goes to `log`."""

    def __init__(
        self,
        program: Program,
        log_folder: Path,
        guard: Guard,
        on_line: Callable[[Program, str], None] | None = None,
        on_end: Callable[["Child", int], None] | None = None,
    ) -> None:
        self.program = program
        self.log = log_folder / f"{program.name}.log"
        self._guard = guard
        self._on_line = on_line
        self._on_end = on_end
        self._process: subprocess.Popen[bytes] | None = None
        self._said_words = threading.Event()

    @property
    def pid(self) -> int:
        """The process id, also that of its process group."""
        if self._process is None:
            raise RuntimeError(f"{self.program.name} was never started.")
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the process is alive."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the process in a session of its own, so that a Ctrl-C reaches only the supervisor."""
        self._said_words = threading.Event()
        process = subprocess.Popen(  # noqa: S603  the command lines are ours
            self.program.command,
            env={**os.environ, **self.program.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=self.program.user,
            group=self.program.user,
            extra_groups=[] if self.program.user else None,
        )
        self._guard.add(process.pid)
        self._process = process
        threading.Thread(target=self._read, args=(process, self._said_words), daemon=True).start()
        threading.Thread(target=self._await_end, args=(process,), daemon=True).start()

    def wait_ready(self) -> None:
        """Return when the program is ready; raise NotReady when it ended or took too long."""
        until = time.monotonic() + self.program.ready_seconds
        while not self.is_ready():
            if not self.running:
                raise NotReady(f"{self.program.name} ended before it was ready.\n{self.log_tail()}")
            if time.monotonic() > until:
                raise NotReady(
                    f"{self.program.name} was not ready in {self.program.ready_seconds:g} s.\n{self.log_tail()}"
                )
            time.sleep(PROBE_SECONDS)

    def is_ready(self) -> bool:
        """Whether the program does its work now."""
        return (not self.program.ready_words or self._said_words.is_set()) and self.program.ready()

    def ask_to_end(self) -> None:
        """Send the signal that asks the process to end, and return at once."""
        if self.running:
            self.signal(self.program.stop_signal)

    def wait_end(self) -> None:
        """Wait for the end after `ask_to_end`; what is left after `stop_seconds` is killed."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(self.program.stop_seconds)
        self.kill()

    def stop(self) -> None:
        """Ask the process to end and wait for it."""
        self.ask_to_end()
        self.wait_end()

    def kill(self) -> None:
        """End the process and its own children without asking."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def restart(self) -> None:
        """Stop the process if it runs, start it and wait until it is ready."""
        self.stop()
        self.start()
        self.wait_ready()

    def signal(self, name: signal.Signals) -> None:
        """Send a signal to the process alone."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, name)

    def log_tail(self) -> str:
        """The end of what the process said."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - TAIL_BYTES))
            return log.read().decode(errors="replace")

    def _read(self, process: "subprocess.Popen[bytes]", said_words: threading.Event) -> None:
        if process.stdout is None:
            raise RuntimeError(f"{self.program.name} was started without a pipe for what it says.")
        words = self.program.ready_words.encode()
        with self.log.open("ab", buffering=0) as log, process.stdout:
            for line in process.stdout:
                log.write(line)
                if words and words in line:
                    said_words.set()
                if self._on_line is not None:
                    self._on_line(self.program, line.decode(errors="replace").rstrip())

    def _await_end(self, process: "subprocess.Popen[bytes]") -> None:
        code = process.wait()
        # What a process that died has left behind, such as the clock that Celery runs beside a worker, goes with it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        self._guard.remove(process.pid)
        if self._on_end is not None:
            self._on_end(self, code)
