"""The installation's limits, applied to a request."""

from collections.abc import Sequence
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from redis import Redis

from contest.actions.limits import Taken, give_back, is_full, take, take_for_each
from contest.actions.proofs import accept_proof
from contest.rules.limits import (
    PERSON,
    UNPROVEN,
    UNPROVEN_NETWORK,
    Rate,
    Rates,
    battle_rates,
    vote_rate,
)
from contest.web.voters import account_of, network_of

PROOF_FIELD = "altcha"


@lru_cache(maxsize=1)
def redis() -> Redis:
    """This process's client for limits; it gives up soon, because nobody should wait for a brake."""
    return Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5)


def _rates() -> Rates:
    return Rates(
        battles_per_minute=settings.BATTLES_PER_MINUTE,
        network_battles_per_minute=settings.NETWORK_BATTLES_PER_MINUTE,
        unproven_battles_per_day=settings.PROOF_AFTER_BATTLES,
        unproven_network_battles_per_hour=settings.PROOF_AFTER_NETWORK_BATTLES,
        network_votes_per_day=settings.NETWORK_VOTES_PER_DAY,
    )


def battle_refusal(request: HttpRequest, voter: str) -> tuple[str | None, int]:
    """(code of what stands against one more battle or None, seconds until it may be tried again)."""
    sent = request.POST.get(PROOF_FIELD, "")
    if sent and not accept_proof(redis(), sent, settings.SECRET_KEY):
        return "proof_wrong", 0
    proof_missing = not sent and account_of(request) is None
    taken = take(redis(), battle_rates(_rates(), voter, network_of(request), proof_missing=proof_missing))
    return _code(taken), taken.wait_seconds


def _code(taken: Taken) -> str | None:
    if taken.refused_by is None:
        return None
    if taken.refused_by.what in {UNPROVEN, UNPROVEN_NETWORK}:
        return "proof_needed"
    return "too_fast" if taken.refused_by.what == PERSON else "network_too_fast"


def _network_votes(request: HttpRequest) -> Rate | None:
    network = network_of(request)
    return None if network is None else vote_rate(_rates(), network)


def take_network_places(requests: Sequence[HttpRequest]) -> list[bool]:
    """Take for each one of the places that votes without an account have in its network today; False: none is left."""
    votes = [_network_votes(request) for request in requests]
    return [taken.allowed for taken in take_for_each(redis(), [[rate] if rate else [] for rate in votes])]


def give_network_place_back(request: HttpRequest) -> None:
    """The vote that a place was taken for does not count, or was kept before."""
    votes = _network_votes(request)
    if votes is not None:
        give_back(redis(), votes)


def network_is_full(request: HttpRequest) -> bool:
    """Whether no more votes without an account count in this network today."""
    votes = _network_votes(request)
    return votes is not None and is_full(redis(), votes)
