"""How long whoever draws a battle waits for the pool's lock."""

import threading
import time
from types import TracebackType

import psycopg

PAUSE_SECONDS = 0.01
TAKE = "SELECT id FROM arena_pool WHERE id = (SELECT max(id) FROM arena_pool) FOR UPDATE"


class LockWaits:
    """`with LockWaits(url) as waits:` asks for the lock all the while; then `waits.seconds`, shortest first."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask)
        self.seconds: list[float] = []

    def __enter__(self) -> "LockWaits":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self.seconds.sort()

    def _ask(self) -> None:
        with psycopg.connect(self._url) as connection:
            while not self._over.wait(PAUSE_SECONDS):
                begun = time.monotonic()
                connection.execute(TAKE)
                connection.rollback()
                self.seconds.append(time.monotonic() - begun)
