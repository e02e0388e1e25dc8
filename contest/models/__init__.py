"""Tables of the contest. Only `contest.actions` writes them."""

from contest.models.audit import AuditEntry, Proposal
from contest.models.citizen import Citizen
from contest.models.export import DataRelease, Export
from contest.models.message import OrganiserMessage
from contest.models.notice import Notice
from contest.models.stage import Entry, Stage
from contest.models.standing import EvaluationResult, GateResult, PublishedStanding
from contest.models.team import Emblem, Fielding, Organisation, Team
from contest.models.token import ApiToken
from contest.models.voters import PanelSeat, PastSignIn, TeamMember, TeamNetwork

__all__ = [
    "ApiToken",
    "AuditEntry",
    "Citizen",
    "DataRelease",
    "Emblem",
    "Entry",
    "EvaluationResult",
    "Export",
    "Fielding",
    "GateResult",
    "Notice",
    "Organisation",
    "OrganiserMessage",
    "PanelSeat",
    "PastSignIn",
    "Proposal",
    "PublishedStanding",
    "Stage",
    "Team",
    "TeamMember",
    "TeamNetwork",
]
