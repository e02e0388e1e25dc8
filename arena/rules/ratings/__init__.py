"""Votes to ratings. Counts in, a board out; nothing else is needed to check a published leaderboard."""
