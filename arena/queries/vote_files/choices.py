"""How a vote file is to be rated."""

from collections.abc import Sequence
from dataclasses import dataclass

from arena.queries.vote_files.columns import Columns
from arena.rules.ratings.tie_rules import TieRule


@dataclass(frozen=True)
class RatingChoices:
    """How a file is to be rated. `values`: the file's spellings of verdicts; `anchor`: an entrant and its rating.

    `prior`: virtual ties for each pair that met; `references`: entrants that are rated and compete for nothing.
    `board`: as the site's own board does, which rates nobody when some cannot be compared, and takes votes as
    independent when all are of one voter.
    """

    columns: Columns
    values: dict[str, str]
    ties: str = TieRule.HALF.value
    min_votes: int = 1
    anchor: tuple[str, float] | None = None
    prior: float = 0.0
    references: tuple[str, ...] = ()
    board: bool = False

    def ranked(self, entrants: Sequence[str]) -> list[int]:
        """The indices of those that compete, or of all when none does: ratings are relative to their mean."""
        competing = [i for i, name in enumerate(entrants) if name not in self.references]
        return competing or list(range(len(entrants)))
