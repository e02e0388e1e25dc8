"""Tables of the engine: fields and constraints. Only `arena.actions` writes them."""

from arena.models.battle import Battle, Completion, Turn
from arena.models.entrant import Endpoint, EndpointLook, Entrant
from arena.models.leaderboard import LeaderboardSnapshot, Tally
from arena.models.pool import Exposure, Pool, PoolEntrant
from arena.models.vote import Vote

__all__ = [
    "Battle",
    "Completion",
    "Endpoint",
    "EndpointLook",
    "Entrant",
    "Exposure",
    "LeaderboardSnapshot",
    "Pool",
    "PoolEntrant",
    "Tally",
    "Turn",
    "Vote",
]
