"""The clock of forgetting: once an hour, what is due is erased."""

from datetime import UTC, datetime

import structlog
from celery import shared_task

from contest.actions.retention import erase_what_is_due as erase

log = structlog.get_logger(__name__)


@shared_task
def erase_what_is_due() -> None:
    """Erase texts, notes and sessions whose time has come."""
    erased = erase(datetime.now(UTC))
    log.info(
        "erased_what_was_due",
        prompts=erased.prompts,
        traits=erased.traits,
        past_sign_ins=erased.past_sign_ins,
        sessions=erased.sessions,
    )
