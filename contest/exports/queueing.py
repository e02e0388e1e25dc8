"""A file is asked for and a worker is told; where nobody can be told now, the clock tells one later."""

import structlog
from kombu.exceptions import OperationalError

from contest.exports.tasks import make_export

log = structlog.get_logger(__name__)


def enqueue_export(ref: str) -> None:
    """Tell a worker. To be called after the commit."""
    try:
        make_export.apply_async((ref,), retry=False)
    except OperationalError:
        log.warning("export_not_enqueued", export=ref)
