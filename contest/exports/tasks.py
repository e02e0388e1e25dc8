"""Celery's part: a worker writes a file, and the clock asks for what is due."""

import time
from datetime import UTC, datetime

import structlog
from celery import shared_task
from django.conf import settings
from django.db import Error as DatabaseError

from arena.queries.exports import write_export
from contest.actions.exports import (
    Claim,
    claim_export,
    fail_export,
    finish_export,
    note_progress,
    reawaken_lost,
    request_due_releases,
)
from contest.exports.files import export_path, remove_export

log = structlog.get_logger(__name__)
NOTE_EVERY_SECONDS = 1.0


class ClaimLostError(Exception):
    """Another worker makes this file by now."""


@shared_task
def make_export(ref: str) -> None:
    """Write one file. Told again of a file that is done or under way, it does nothing."""
    claim = claim_export(ref, settings.VOTER_KEY, datetime.now(UTC))
    if claim is None:
        return
    try:
        written = write_export(claim.source, export_path(ref, claim.file_name), claim.format, Progress(claim).note)
    except ClaimLostError:
        log.warning("export_lost", export=ref)
        return
    except (OSError, DatabaseError, ValueError) as error:
        log.exception("export_failed", export=ref)
        fail_export(claim, f"{type(error).__name__}: {error}")
        return
    for replaced in finish_export(claim, written, settings.DATA_LICENCE, datetime.now(UTC)):
        remove_export(replaced)
    log.info("export_made", export=ref, rows=written.rows, size=written.size)


@shared_task
def release_data() -> None:
    """Enqueue the public files that are due, and those that a worker left."""
    now = datetime.now(UTC)
    for ref in {*request_due_releases(now), *reawaken_lost(now)}:
        make_export.delay(ref)


class Progress:
    """Writes down how far a file is, once a second."""

    def __init__(self, claim: Claim) -> None:
        self._claim, self._next = claim, time.monotonic()

    def note(self, rows: int) -> None:
        """Raises ClaimLostError when the file is not this worker's any more."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + NOTE_EVERY_SECONDS
        if not note_progress(self._claim, rows, datetime.now(UTC)):
            raise ClaimLostError(self._claim.ref)
