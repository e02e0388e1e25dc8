"""Votes to ratings. Counts in, a board out; nothing else is needed to check a published leaderboard."""

from arena.rules.ratings.board import Board, BoardRow, rate
from arena.rules.ratings.rows import VoteRows, rows_of
from arena.rules.ratings.tally import PairTally

__all__ = ["Board", "BoardRow", "PairTally", "VoteRows", "rate", "rows_of"]
