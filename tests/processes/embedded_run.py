"""One embedded run as a test sees it: its words, its address, its processes."""

import signal
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from queue import Queue

from contest.supervisor.site_programs import ROOT
from tests.processes.system import children_of, descendants_of

PATIENCE_SECONDS = 150


class EmbeddedRun:
    """`python -m contest.supervisor embedded` (or another kind) with a folder and a port of its own."""

    def __init__(self, folder: Path, port: int, *more: str, kind: str = "embedded") -> None:
        self.port = port
        self._lines: Queue[str] = Queue()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "contest.supervisor", kind, "--port", str(port), "--var", folder, *more],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.pid = self._process.pid
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def ended(self) -> bool:
        """Whether the supervisor is gone."""
        return self._process.poll() is not None

    def hear(self, words: str) -> str:
        """Wait for a line with these words, and return all lines up to it."""
        said = ""
        while words not in said:
            line = self._lines.get(timeout=PATIENCE_SECONDS)
            assert line, f"The run ended without saying {words!r}:\n{said}"
            said += line
        return said

    def get(self, path: str) -> str:
        """A page of the site."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE_SECONDS) as answer:
            return str(answer.read().decode())

    def find(self, words: str) -> int | None:
        """The child whose command line holds these words."""
        return next((pid for pid, command in children_of(self.pid).items() if words in command), None)

    def everyone(self) -> set[int]:
        """The supervisor and all below it."""
        return {self.pid} | descendants_of(self.pid)

    def send(self, name: signal.Signals) -> int:
        """Send a signal and wait for the end; the exit status."""
        self._process.send_signal(name)
        return self._process.wait(PATIENCE_SECONDS)

    def end(self) -> None:
        """End the run if it is still there."""
        if not self.ended:
            self.send(signal.SIGTERM)

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as said:
            for line in said:
                self._lines.put(line)
        self._lines.put("")
