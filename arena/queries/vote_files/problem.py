"""What can be wrong with a vote file as a whole."""


class VoteFileProblem(ValueError):
    """The file cannot be rated as asked; the message is one sentence for the person who asked."""
