"""An exported file's votes, as the board counts them: the way back from a file to the published numbers."""

from collections.abc import Callable, Mapping
from pathlib import Path

from arena.queries.counted_votes import CountedVotes, counted_rows
from arena.queries.vote_files import Columns, read_votes
from contest.queries.exports import stage_data

VOTER = "judge"


class NamesUnknown(Exception):
    """The file names entrants that the stage does not have."""


def exported_votes(slug: str, path: Path, progress: Callable[[float], None]) -> CountedVotes:
    """The votes of a file that `export_votes` wrote for stage `slug`, with refs for names.

    Raises VoteFileProblem and NamesUnknown.
    """
    read = read_votes(path, Columns({}, cluster=VOTER), {}, progress)
    stage = stage_data(slug)
    refs: Mapping[str, str] = {name: ref for ref, name in stage.names.items()} if stage else {}
    unknown = sorted(set(read.rows.entrants) - refs.keys())
    if unknown:
        raise NamesUnknown(", ".join(unknown))
    return counted_rows(read.rows, refs)
