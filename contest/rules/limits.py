"""Which limits a new battle meets: for each person, for each network group, and without a proof of work."""

from dataclasses import dataclass

MINUTE, HOUR, DAY = 60, 3600, 86_400


@dataclass(frozen=True)
class Rates:
    """What an installation allows. Battles a minute for each person and each network group; how many battles somebody
    without an account opens a day, and all such people of a network group an hour, until each needs a proof of work;
    counted votes a day of all people without an account in a network group.
    """

    battles_per_minute: int
    network_battles_per_minute: int
    unproven_battles_per_day: int
    unproven_network_battles_per_hour: int
    network_votes_per_day: int


@dataclass(frozen=True)
class Rate:
    """At most `most` of `what` by `who` within `seconds`."""

    what: str
    who: str
    most: int
    seconds: int


PERSON, NETWORK = "battles", "network_battles"
UNPROVEN, UNPROVEN_NETWORK = "unproven", "network_unproven"
VOTES = "network_votes"


def battle_rates(rates: Rates, voter: str, network: str | None, *, proof_missing: bool) -> list[Rate]:
    """The limits of one more battle. `network` is the group's pseudonym; None for networks without limits.

    `proof_missing`: the person has no account and sent no proof of work.
    """
    found = [Rate(PERSON, voter, rates.battles_per_minute, MINUTE)]
    if network is None:
        return found
    found.append(Rate(NETWORK, network, rates.network_battles_per_minute, MINUTE))
    if proof_missing:
        # Whoever throws the cookie away is somebody new each time: then the network's count is what holds.
        found.append(Rate(UNPROVEN, voter, rates.unproven_battles_per_day, DAY))
        found.append(Rate(UNPROVEN_NETWORK, network, rates.unproven_network_battles_per_hour, HOUR))
    return found


def vote_rate(rates: Rates, network: str) -> Rate:
    """The limit of one more counted vote of somebody without an account."""
    return Rate(VOTES, network, rates.network_votes_per_day, DAY)
