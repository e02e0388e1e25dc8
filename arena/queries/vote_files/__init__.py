"""Vote files: what is in them, and how they rate. No database."""

from arena.queries.vote_files.choices import RatingChoices
from arena.queries.vote_files.columns import Columns, StyleColumns
from arena.queries.vote_files.problem import VoteFileProblem
from arena.queries.vote_files.rating import TIE_RULES, RatedFile, rate_file
from arena.queries.vote_files.reading import VotesRead, read_votes

__all__ = [
    "TIE_RULES",
    "Columns",
    "RatedFile",
    "RatingChoices",
    "StyleColumns",
    "VoteFileProblem",
    "VotesRead",
    "rate_file",
    "read_votes",
]
