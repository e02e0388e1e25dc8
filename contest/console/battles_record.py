"""One battle as its page shows it, with the sides only where they may be seen."""

from dataclasses import dataclass

from arena.queries.battle_records import BattleRecord, battle_record
from arena.queries.vote_records import sides_of
from contest.console.battles_words import LANGUAGES, OUTCOMES, STATES, TOPICS, UNCOUNTED, VOID_REASONS, worded
from contest.console.layout_lists import language
from contest.found import or_404
from contest.queries.stage_choices import StageChoice, stage_of_pool
from contest.queries.stages import fielded


@dataclass(frozen=True)
class Stand:
    """A battle and its stage. `sides`: the entrants' names once the stage is over, before that empty."""

    record: BattleRecord
    stage: StageChoice | None
    sides: tuple[str, ...]


def stand_of(ref: str) -> Stand:
    """The battle with this ref; 404 without one."""
    record = or_404(battle_record(ref))
    stage = stage_of_pool(record.pool_ref, language())
    found = sides_of(ref) if stage and stage.is_over else None
    return Stand(record, stage, names_of_sides(found) if found else ())


def names_of_sides(refs: tuple[str, str]) -> tuple[str, str]:
    """What the two entrants are called."""
    names = entrant_names(list(refs))
    return names[refs[0]], names[refs[1]]


def entrant_names(refs: list[str]) -> dict[str, str]:
    """What entrants are called, by ref, in the reader's language."""
    found = fielded(refs) if refs else {}
    return {ref: found[ref].entrant(language()) if ref in found else ref for ref in refs}


def battle_context(stand: Stand) -> dict[str, object]:
    """What the page of a battle shows."""
    record, vote = stand.record, stand.record.vote
    return {
        "record": record,
        "choice": stand.stage,
        "sides": stand.sides,
        "state": worded(STATES, record.state),
        "void_reason": worded(VOID_REASONS, record.void_reason),
        "topic": worded(TOPICS, record.topic),
        "spoken": worded(LANGUAGES, record.language),
        "outcome": worded(OUTCOMES, vote.outcome) if vote else "",
        "uncounted": worded(UNCOUNTED, vote.void_reason) if vote else "",
    }
