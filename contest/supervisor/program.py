"""What one process is: its command, how to tell that it is ready, how to ask it to end."""

import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Program:
    """One process of the site. `ready` is asked again and again until it is true; it must not block for long.

    With `ready_words` the process must also have said these words.

    Times are in seconds. `user` is the system user to run as, for servers that refuse to run as root.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    ready: Callable[[], bool] = lambda: True
    ready_words: str = ""
    ready_seconds: float = 60.0
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 25.0
    user: str | None = None
