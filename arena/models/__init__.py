"""Tables of the engine: fields and constraints. Only `arena.actions` writes them."""

from arena.models.battle import Battle, Completion, Turn
from arena.models.canary import CanaryLook, EndpointAlert, Fingerprint
from arena.models.endpoint_check import EndpointCheck
from arena.models.entrant import Endpoint, EndpointLook, Entrant
from arena.models.finding import Finding, FindingDecision, FindingVote, VoterTrait
from arena.models.leaderboard import LeaderboardSnapshot, Tally
from arena.models.pool import Exposure, Pool, PoolEntrant
from arena.models.vote import Vote

__all__ = [
    "Battle",
    "CanaryLook",
    "Completion",
    "Endpoint",
    "EndpointAlert",
    "EndpointCheck",
    "EndpointLook",
    "Entrant",
    "Exposure",
    "Finding",
    "FindingDecision",
    "FindingVote",
    "Fingerprint",
    "LeaderboardSnapshot",
    "Pool",
    "PoolEntrant",
    "Tally",
    "Turn",
    "Vote",
    "VoterTrait",
]
