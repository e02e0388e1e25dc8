"""Tells organisers by e-mail and webhook what happened. Off until docs/operations.md's settings name somebody.

The beat calls `tell_organisers`; it notes what is new and enqueues what is due. The row is the truth: a worker that
dies leaves a message that becomes due again.
"""

import asyncio
import hashlib
import hmac
import json
from datetime import UTC, datetime
from smtplib import SMTPException

import aiohttp
import structlog
from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage

from contest.actions.organiser_messages import (
    Channel,
    Taken,
    mark_failed,
    mark_sent,
    note_events,
    take_due,
    take_message,
)
from contest.message_words import channels, sentences

log = structlog.get_logger(__name__)

WEBHOOK_SECONDS = 10.0


@shared_task
def tell_organisers() -> None:
    """Note what is new and send what is due."""
    ways = channels()
    if not ways:
        return
    now = datetime.now(UTC)
    note_events(ways, now)
    for ref in take_due(now):
        send_message.delay(ref)


@shared_task
def send_message(ref: str) -> None:
    """Send one message; what goes wrong is kept with it, and it is tried again later."""
    taken = take_message(ref, datetime.now(UTC))
    if taken is None:
        return
    try:
        if taken.channel == Channel.EMAIL:
            _mail(taken)
        else:
            asyncio.run(_post(taken))
    except (SMTPException, OSError, aiohttp.ClientError, TimeoutError) as error:
        log.warning("message_not_sent", message=ref, channel=taken.channel, error=type(error).__name__)
        mark_failed(ref, f"{type(error).__name__}: {error}")
    else:
        mark_sent(ref, datetime.now(UTC))


def _mail(taken: Taken) -> None:
    subject, korean = sentences(taken.kind, taken.facts, "ko")
    _subject, english = sentences(taken.kind, taken.facts, "en")
    text = f"{korean}\n\n{english}\n\n{taken.made_at.isoformat()}\n"
    EmailMessage(subject, text, to=settings.ORGANISER_EMAILS).send()


async def _post(taken: Taken) -> None:
    """One POST with a JSON object; anything but a status of 200 to 299 is a failure. Raises aiohttp.ClientError."""
    subject, korean = sentences(taken.kind, taken.facts, "ko")
    _subject, english = sentences(taken.kind, taken.facts, "en")
    told = {
        "ref": taken.ref,
        "kind": taken.kind,
        "made_at": taken.made_at.isoformat(),
        "subject": subject,
        "text_ko": korean,
        "text_en": english,
        "facts": taken.facts,
    }
    body = json.dumps(told, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json"} | signature(body, settings.ORGANISER_WEBHOOK_KEY)
    timeout = aiohttp.ClientTimeout(total=WEBHOOK_SECONDS)
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.post(settings.ORGANISER_WEBHOOK, data=body, headers=headers, allow_redirects=False) as answer,
    ):
        if not 200 <= answer.status < 300:
            raise aiohttp.ClientError(f"The webhook answered with status {answer.status}.")


def signature(body: bytes, key: str) -> dict[str, str]:
    """The header by which the receiver knows that the message is ours: HMAC-SHA-256 of the body."""
    if not key:
        return {}
    return {"X-Contest-Signature": "sha256=" + hmac.new(key.encode(), body, hashlib.sha256).hexdigest()}
