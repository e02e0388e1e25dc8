"""Voters: their pseudonyms, their tiers, and whose votes a stage counts."""

import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum

from contest.rules.stages_terms import Voters


class Tier(StrEnum):
    """What is known of a voter. Each tier may do what the one before may."""

    ANONYMOUS = "anonymous"
    SIGNED_IN = "signed_in"
    PANEL = "panel"


ORDER = (Tier.ANONYMOUS, Tier.SIGNED_IN, Tier.PANEL)
LEAST_TIER = {Voters.EVERYONE: Tier.ANONYMOUS, Voters.SIGNED_IN: Tier.SIGNED_IN, Voters.PANEL: Tier.PANEL}


class Against(StrEnum):
    """Why no vote of somebody counts now. Kept with the vote, so words are never changed."""

    ORGANISER = "organiser"
    TEAM_MEMBER = "team_member"
    TEAM_NETWORK = "team_network"
    STARTED_ANEW = "started_anew"
    SIGN_IN_NEEDED = "sign_in_needed"
    PANEL_ONLY = "panel_only"
    NETWORK_CAP = "network_cap"


@dataclass(frozen=True)
class Known:
    """What the contest knows of whoever votes. `stratum` is the panel's; `started_anew`: left while this stage ran."""

    tier: Tier
    stratum: str = ""
    is_organiser: bool = False
    is_team_member: bool = False
    in_team_network: bool = False
    started_anew: bool = False


def reason_against(known: Known, voters: Voters) -> Against | None:
    """Why votes of this person have weight 0 in a stage for `voters`; None when they have weight 1."""
    if known.is_organiser:
        return Against.ORGANISER
    if known.is_team_member:
        return Against.TEAM_MEMBER
    if known.in_team_network:
        return Against.TEAM_NETWORK
    if known.started_anew:
        return Against.STARTED_ANEW
    if ORDER.index(known.tier) < ORDER.index(LEAST_TIER[voters]):
        return Against.PANEL_ONLY if voters is Voters.PANEL else Against.SIGN_IN_NEEDED
    return None


def voter_ref(citizen_id: str, key: str) -> str:
    """HMAC-SHA-256 of the citizen's random id under the secret key, as 64 hexadecimal digits."""
    return _keyed(citizen_id, key)


def sign_in_ref(way: str, uid: str, key: str) -> str:
    """HMAC-SHA-256 of a way in and the person's number there. The NUL keeps "a" + "b1" and "ab" + "1" apart."""
    return _keyed(f"sign-in\0{way}\0{uid}", key)


def network_ref(group: str, key: str) -> str:
    """HMAC-SHA-256 of a network group such as 192.0.2.0/24: what limits and findings know of an address."""
    return _keyed(f"network\0{group}", key)


def referral_ref(host: str, key: str) -> str:
    """HMAC-SHA-256 of the host that led somebody here: what findings know of it."""
    return _keyed(f"referral\0{host.lower()}", key)


def _keyed(text: str, key: str) -> str:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
