"""Folds votes for ever, as a worker's task does: `python -m tests.stack.folding_process`, for a test to kill."""

import time

import django

django.setup()

from arena.actions import folding  # noqa: E402
from arena.queries.pools import pools_to_publish  # noqa: E402

# Many small folds, so that a kill meets the middle of one.
folding.FOLD_AT_MOST = 40

if __name__ == "__main__":
    print("ready", flush=True)
    while True:
        for pool_ref in pools_to_publish():
            folding.fold_votes(pool_ref)
        time.sleep(0.001)
