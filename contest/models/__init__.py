"""Tables of the contest. Only `contest.actions` writes them."""

from contest.models.citizen import Citizen
from contest.models.stage import Stage
from contest.models.team import Fielding, Organisation, Team

__all__ = ["Citizen", "Fielding", "Organisation", "Stage", "Team"]
