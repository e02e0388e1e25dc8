"""The contest: site, rules and faces. Importing it loads the Celery app, so that `delay` finds its broker."""

import os

# Before anything imports numpy: a board is small, and on shared cores more threads made its fit seventy times slower.
for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

from contest.celery import app as celery_app  # noqa: E402

__all__ = ["celery_app"]
