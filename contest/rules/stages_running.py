"""May a stage open, pause, resume, be extended, close, become final? May an entrant enter or withdraw?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from contest.rules.issues import Issue
from contest.rules.stages import RUNNING, StageMove, StageState, allows
from contest.rules.stages_endpoints import ReplicaFacts, issues_with_replica

LEAST_ENTRANTS = 2


@dataclass(frozen=True)
class EntryFacts:
    """What of an entrant in a stage decides whether battles can be fair. `ill`: no enabled replica looked well.

    `replicas`: the enabled ones.
    `unmasked`: names of the entrant, its team and its lead organisation that no masked name stands in.
    """

    entrant: str
    team: str
    is_reference: bool
    has_version: bool
    replicas: tuple[ReplicaFacts, ...]
    ill: bool
    unmasked: tuple[str, ...] = ()


@dataclass(frozen=True)
class StageFacts:
    """Where a stage stands. `terms_hold`: the terms are still those that were published.

    `least_context`: tokens of the longest question and the longest answer together.
    """

    state: StageState
    opens_at: datetime
    closes_at: datetime
    is_rehearsal: bool
    least_context: int = 0
    terms_hold: bool = True


def issues_before_opening(
    stage: StageFacts, entries: Sequence[EntryFacts], other_running: str | None, now: datetime
) -> list[Issue]:
    """Reasons against opening now. `other_running`: the slug of another stage that is open or paused."""
    if not allows(stage.state, StageMove.OPEN):
        return [Issue("stage_is_not_published", {"state": stage.state})]
    issues = []
    if not stage.terms_hold:
        issues.append(Issue("terms_changed_since_publishing"))
    if now < stage.opens_at:
        issues.append(Issue("window_has_not_begun"))
    if now >= stage.closes_at:
        issues.append(Issue("window_is_over"))
    if other_running is not None:
        issues.append(Issue("another_stage_runs", {"stage": other_running}))
    if sum(not entry.is_reference for entry in entries) < LEAST_ENTRANTS:
        issues.append(Issue("too_few_competing", {"least": LEAST_ENTRANTS}))
    for entry in entries:
        issues += issues_with_entrant(entry, stage)
    return issues


def issues_with_entrant(entry: EntryFacts, stage: StageFacts) -> list[Issue]:
    """Reasons against drawing this entrant in the stage's battles; names unknown to the mask only warn a rehearsal."""
    about = {"entrant": entry.entrant}
    issues = [] if entry.has_version else [Issue("entrant_without_version", about)]
    if entry.unmasked:
        facts = about | {"names": ", ".join(entry.unmasked)}
        issues.append(Issue("names_not_masked", facts, is_warning=stage.is_rehearsal))
    if not entry.replicas:
        issues.append(Issue("entrant_without_endpoint", about))
    elif entry.ill:
        issues.append(Issue("entrant_is_ill", about, is_warning=True))
    for replica in entry.replicas:
        issues += issues_with_replica(entry.entrant, replica, stage.least_context, is_rehearsal=stage.is_rehearsal)
    return issues


def issues_before_pausing(state: StageState, notice_ko: str, notice_en: str) -> list[Issue]:
    """Reasons against pausing: the public is told why, in both languages."""
    if not allows(state, StageMove.PAUSE):
        return [Issue("stage_is_not_open", {"state": state})]
    return issues_with_notice(notice_ko, notice_en)


def issues_before_resuming(stage: StageFacts, now: datetime) -> list[Issue]:
    """Reasons against taking battles again."""
    if not allows(stage.state, StageMove.RESUME):
        return [Issue("stage_is_not_paused", {"state": stage.state})]
    return [Issue("window_is_over")] if now >= stage.closes_at else []


def issues_before_extending(
    stage: StageFacts, closes_at: datetime, notice_ko: str, notice_en: str, now: datetime
) -> list[Issue]:
    """Reasons against a later end. An earlier one is an early close, which takes two people."""
    if stage.state not in RUNNING:
        return [Issue("stage_is_not_running", {"state": stage.state})]
    issues = issues_with_notice(notice_ko, notice_en)
    if closes_at <= stage.closes_at:
        issues.append(Issue("end_is_not_later"))
    if closes_at <= now:
        issues.append(Issue("end_is_past"))
    return issues


def issues_before_closing(
    stage: StageFacts, now: datetime, *, by_two: bool, under_way: int, unrated: Sequence[str]
) -> list[Issue]:
    """Reasons against closing now. `under_way`: battles that are not voted yet; `unrated`: entrants with few votes."""
    if not allows(stage.state, StageMove.CLOSE):
        return [Issue("stage_is_not_running", {"state": stage.state})]
    issues = []
    if now < stage.closes_at and not by_two and not stage.is_rehearsal:
        issues.append(Issue("early_close_takes_two"))
    if under_way:
        issues.append(Issue("battles_under_way", {"battles": under_way}, is_warning=True))
    issues += [Issue("entrant_below_min_votes", {"entrant": name}, is_warning=True) for name in unrated]
    return issues


def issues_before_finalising(state: StageState, *, under_way: int, unfolded: int, board_is_behind: bool) -> list[Issue]:
    """Reasons against a final result: everything that still moves."""
    if not allows(state, StageMove.FINALISE):
        return [Issue("stage_is_not_closed", {"state": state})]
    return issues_with_what_moves(under_way, unfolded, board_is_behind)


def issues_with_what_moves(under_way: int, unfolded: int, board_is_behind: bool) -> list[Issue]:
    """Battles that may still bring a vote, votes that are in no tally, and tallies that no leaderboard shows yet."""
    issues = [Issue("battles_not_ended", {"battles": under_way})] if under_way else []
    if unfolded:
        return [*issues, Issue("votes_not_counted_yet", {"votes": unfolded})]
    return [*issues, Issue("board_is_behind")] if board_is_behind else issues


def issues_before_entering(
    stage: StageFacts, entry: EntryFacts, present: Sequence[EntryFacts], *, was_here: bool
) -> list[Issue]:
    """Reasons against an entrant's place in a stage. `present`: who is in it; `was_here`: withdrawn from it before.

    A withdrawn entrant stays out once the stage has run: it could otherwise dodge opponents. Before the opening it
    may come back.
    """
    state = stage.state
    if state in {StageState.CLOSED, StageState.FINAL}:
        return [Issue("stage_is_over", {"state": state})]
    issues = []
    if any(other.entrant == entry.entrant for other in present):
        issues.append(Issue("entrant_is_in", {"entrant": entry.entrant}))
    elif was_here and state in RUNNING:
        issues.append(Issue("entrant_withdrew", {"entrant": entry.entrant}))
    elif not entry.is_reference and any(other.team == entry.team and not other.is_reference for other in present):
        issues.append(Issue("team_is_in", {"team": entry.team}))
    return issues + (issues_with_entrant(entry, stage) if state in RUNNING else [])


def issues_before_withdrawing(
    state: StageState, present: Sequence[EntryFacts], entrant: str, reason: str
) -> list[Issue]:
    """Reasons against a withdrawal; that too few are left to meet is a warning."""
    if state in {StageState.CLOSED, StageState.FINAL}:
        return [Issue("stage_is_over", {"state": state})]
    if not any(entry.entrant == entrant for entry in present):
        return [Issue("entrant_is_not_in", {"entrant": entrant})]
    issues = [] if reason.strip() else [Issue("reason_missing")]
    left = sum(not entry.is_reference for entry in present if entry.entrant != entrant)
    if state in RUNNING and left < LEAST_ENTRANTS:
        issues.append(Issue("too_few_left", {"least": LEAST_ENTRANTS}, is_warning=True))
    return issues


def issues_with_notice(text_ko: str, text_en: str) -> list[Issue]:
    """A public notice says something in both languages."""
    return [] if text_ko.strip() and text_en.strip() else [Issue("notice_missing")]
