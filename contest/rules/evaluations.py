"""What a chief enters for an entrant after a stage: points with their source, and gates with a reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from contest.rules.citizen_points import rounded
from contest.rules.issues import Issue
from contest.rules.stages import StageState
from contest.rules.stages_release import DONE
from contest.rules.stages_terms import Evaluation, StageTerms, digest, plain_texts
from contest.rules.standings import counted_evaluations

NOTE_CHARACTERS = 500
MOST_POINTS = 100


@dataclass(frozen=True)
class Entered:
    """Points from 0 to 100 in hundredths; `note` says where they come from."""

    points: Decimal
    note: str


@dataclass(frozen=True)
class Judged:
    """Whether a gate was passed, and why."""

    passed: bool
    reason: str


@dataclass(frozen=True)
class Sheet:
    """All that was entered for one entrant: by evaluation, and by the slug of a gate.

    `left_out`: why it gets no rank for want of citizens' points; empty: the standing waits for them.
    """

    points: Mapping[str, Entered] = field(default_factory=dict)
    gates: Mapping[str, Judged] = field(default_factory=dict)
    left_out: str = ""


def sheet_digest(kept: Sheet) -> str:
    """What a form says of the kept sheet that it was made from: another one that was saved meanwhile has another."""
    return digest(plain_texts(kept))


def entered_evaluations(terms: StageTerms) -> tuple[str, ...]:
    """The evaluations that are entered: all that count but the citizens', which their votes settle."""
    return tuple(name for name in counted_evaluations(terms.weights) if name != Evaluation.CITIZEN)


def may_be_left_out(terms: StageTerms, *, is_rated: bool) -> bool:
    """Whether an entrant lacks points that the standing needs and that nobody can enter. `is_rated`: it has them."""
    return Evaluation.CITIZEN in counted_evaluations(terms.weights) and not is_rated


def issues_before_entering_results(
    state: StageState, terms: StageTerms, sheet: Sheet, *, is_rated: bool
) -> list[Issue]:
    """Reasons against this sheet. `is_rated`: the entrant has points of the citizens' evaluation."""
    if state not in DONE:
        return [Issue("stage_is_not_over", {"state": state})]
    issues = [*_with_points(terms, sheet), *_with_gates(terms, sheet), *_with_texts(sheet)]
    if sheet.left_out and not may_be_left_out(terms, is_rated=is_rated):
        issues.append(Issue("entrant_is_rated"))
    return issues


def _with_points(terms: StageTerms, sheet: Sheet) -> Iterator[Issue]:
    for name, entered in sheet.points.items():
        if name not in entered_evaluations(terms):
            yield Issue("evaluation_is_not_entered", {"name": name})
        elif not 0 <= entered.points <= MOST_POINTS or rounded(entered.points) != entered.points:
            yield Issue("points_out_of_bounds", {"most": MOST_POINTS})
        elif not entered.note.strip():
            yield Issue("source_missing")


def _with_gates(terms: StageTerms, sheet: Sheet) -> Iterator[Issue]:
    known = {gate.slug for gate in terms.gates}
    for slug, judged in sheet.gates.items():
        if slug not in known:
            yield Issue("gate_unknown", {"slug": slug})
        elif not judged.reason.strip():
            yield Issue("gate_reason_missing")


def _with_texts(sheet: Sheet) -> Iterator[Issue]:
    notes = [entered.note for entered in sheet.points.values()]
    texts = [*notes, *(judged.reason for judged in sheet.gates.values()), sheet.left_out]
    if any(len(text) > NOTE_CHARACTERS for text in texts):
        yield Issue("note_too_long", {"most": NOTE_CHARACTERS})
