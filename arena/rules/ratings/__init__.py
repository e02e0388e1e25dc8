"""Votes to ratings. Counts in, a board out; nothing else is needed to check a published leaderboard."""

from arena.rules.ratings.board import Board, BoardRow, rate
from arena.rules.ratings.tally import PairTally

__all__ = ["Board", "BoardRow", "PairTally", "rate"]
