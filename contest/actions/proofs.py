"""Proofs of work (ALTCHA, our own server): a brake for floods, never a gate that a person cannot pass."""

import base64
import binascii
import json
from datetime import datetime, timedelta
from typing import Any

import structlog
from altcha import Challenge, Payload, Solution, create_challenge, verify_solution
from redis import Redis
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

ALGORITHM = "PBKDF2/SHA-256"
LASTS = timedelta(minutes=10)
PAYLOAD_MOST_CHARACTERS = 4000


def new_challenge(key: str, cost: int, now: datetime) -> dict[str, Any]:
    """A signed challenge for the widget. A browser derives 256 keys of `cost` rounds on average until one begins with
    a zero byte; we derive one to check it.
    """
    challenge = create_challenge(ALGORITHM, cost, expires_at=now + LASTS, hmac_secret=_own(key))
    found: dict[str, Any] = challenge.to_dict()
    return found


def accept_proof(redis: Redis, sent: str, key: str) -> bool:
    """Whether `sent`, the widget's base64, solves a challenge of ours that nobody has used yet. It is used up now.

    The library takes the same solution any number of times, so Redis remembers each until it has expired. When Redis
    is away a proof may be used again: taking part must not depend on it.
    """
    payload = _read(sent)
    if payload is None or not verify_solution(payload, _own(key)).verified:
        return False
    try:
        # The signature covers the random nonce: it is the challenge's name, however the rest was written.
        used = f"contest:proof:{payload.challenge.signature}"
        return bool(redis.set(used, 1, nx=True, ex=int(LASTS.total_seconds()) + 60))
    except (RedisError, OSError) as error:
        log.warning("proof_use_unknown", error=type(error).__name__)
        return True


def _read(sent: str) -> Payload | None:
    if len(sent) > PAYLOAD_MOST_CHARACTERS:
        return None
    try:
        values = json.loads(base64.b64decode(sent, validate=True))
        return Payload(Challenge.from_dict(values["challenge"]), Solution.from_dict(values["solution"]))
    except (binascii.Error, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _own(key: str) -> str:
    """The secret of challenges, apart from the other uses of the site's key."""
    return f"altcha {key}"
