"""What a stage's teams are called reaches the engine, which masks it in every answer of the stage's battles."""

from arena.actions.pools import set_names
from arena.rules.blindness.identities import Identities
from contest.models import Stage
from contest.queries.stage_facts import present_in


def lay_down_names(stage: Stage) -> None:
    """Give the stage's pool the names of all teams in it: before the first battle, and whenever they change."""
    names = Identities()
    for fielding in present_in(stage):
        names = names.plus(Identities.read(fielding.team.names))
    set_names(stage.pool.ref, names)
