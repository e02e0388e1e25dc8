"""A file is asked for and a worker is told; where nobody can be told now, the clock tells one later."""

import structlog
from celery import signature
from kombu.exceptions import OperationalError

# By its name: whoever asks for a file need not load what writes it.
make_export = signature("contest.exports.tasks.make_export")
log = structlog.get_logger(__name__)


def enqueue_export(ref: str) -> None:
    """Tell a worker. To be called after the commit."""
    try:
        make_export.apply_async((ref,), retry=False)
    except OperationalError:
        log.warning("export_not_enqueued", export=ref)
