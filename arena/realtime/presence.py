"""Who looks at a battle: web processes say of every open socket's battle that it is looked at, workers ask who left.

A battle that nobody was ever seen at (read without a socket, or Redis has lost its memory) counts as looked at:
absent is only who was there and has fallen silent.
"""

from collections.abc import Collection

from redis.asyncio import Redis

KEY = "arena:looked-at"
"""A sorted set: battle refs by the instant at which a socket was last open, in seconds since 1970."""
SAY_EVERY_SECONDS = 2.0
ABSENT_AFTER_SECONDS = 12.0
"""Longer than a page takes to load anew, or a browser to come back after its web process has died."""
FORGET_AFTER_SECONDS = 3600.0


async def say_looked_at(redis: Redis, battle_refs: Collection[str], now: float) -> None:
    """Say that sockets of these battles are open."""
    if battle_refs:
        await redis.zadd(KEY, dict.fromkeys(battle_refs, now))


async def absent_among(redis: Redis, battle_refs: Collection[str], now: float) -> set[str]:
    """Those battles whose voter was there and is not any more."""
    if not battle_refs:
        return set()
    refs = list(battle_refs)
    seen = await redis.zmscore(KEY, refs)
    return {ref for ref, at in zip(refs, seen, strict=True) if at is not None and at < now - ABSENT_AFTER_SECONDS}


async def forget_old(redis: Redis, now: float) -> None:
    """Drop what was seen so long ago that its battle has ended."""
    await redis.zremrangebyscore(KEY, "-inf", now - FORGET_AFTER_SECONDS)
