"""Answers that are none, although they arrived whole: empty ones, and one piece of text over and over."""

LONGEST_PIECE = 16
"""Characters of the longest piece that counts as one token over and over; longer repetition is style."""
SAME_TIMES = 8
"""So often a piece must come: whoever laughs in an answer writes the same letter a few times, too."""


def is_empty(shown: str) -> bool:
    """Whether nothing of the answer can be seen. `shown`: without special tokens and reasoning."""
    return not shown.strip()


def is_one_piece(shown: str) -> bool:
    """Whether the answer is one short piece of text at least `SAME_TIMES` in a row, and nothing else."""
    text = shown.strip()
    longest = min(LONGEST_PIECE, len(text) // SAME_TIMES)
    return any(text[piece:] == text[:-piece] for piece in range(1, longest + 1))
