"""Database work of a worker's event loop, done by a few threads with connections of their own.

A database that is away for a moment must not lose finished answers, so work is tried again for a while: everything
a worker writes is a conditional UPDATE that may be repeated.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

import structlog
from django.db import OperationalError, close_old_connections

log = structlog.get_logger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

RETRY_SECONDS = 0.5
PATIENCE_SECONDS = 25.0
# Few are enough: a turn needs the database four times in its life.
_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="arena-database")


async def in_database_thread(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run `work` in a database thread and return what it returns."""

    def run() -> R:
        close_old_connections()
        try:
            return work(*args, **kwargs)
        finally:
            close_old_connections()

    loop = asyncio.get_running_loop()
    give_up_at = loop.time() + PATIENCE_SECONDS
    while True:
        try:
            return await loop.run_in_executor(_threads, run)
        except OperationalError as error:
            if loop.time() > give_up_at:
                raise
            log.warning("database_away", error=type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)
