"""A chief enters what the evaluations gave an entrant, after the stage."""

from datetime import datetime

from contest.actions.audit import organiser_act
from contest.actions.refusals import ActRefused, go_on_unless
from contest.actions.stage_moves import hold_stage
from contest.models import Entry, EvaluationResult, GateResult, Stage
from contest.queries.stage_facts import terms_of
from contest.queries.standings import sheet_of, stage_standing
from contest.rules.evaluations import Sheet, issues_before_entering_results, sheet_digest
from contest.rules.issues import Issue
from contest.rules.roles import Act, Actor
from contest.rules.stages import StageState
from contest.rules.stages_terms import plain_texts


def enter_results(actor: Actor, stage_slug: str, entrant: str, sheet: Sheet, *, seen: str, now: datetime) -> None:
    """Let this sheet stand in place of what was entered for the entrant before; the log keeps both.

    `seen`: the digest of the entrant's sheet that was looked at. Whoever enters the results of another entrant
    meanwhile is in nobody's way.
    Refused: `stage_unknown`, `entrant_is_not_in` (also when it withdrew), `entrant_is_reference`, `changed_meanwhile`,
    and the reasons of `issues_before_entering_results`.
    """
    with organiser_act(actor, Act.ENTER_RESULTS, "entrant", entrant, now) as record:
        # Of two at once the second waits, and then finds the other one's sheet.
        stage = hold_stage(stage_slug)
        entry = _entry(stage, entrant)
        kept = sheet_of(entry)
        if sheet_digest(kept) != seen:
            raise ActRefused([Issue("changed_meanwhile")])
        is_rated = _is_rated(stage_slug, entrant)
        state, terms = StageState(stage.state), terms_of(stage)
        go_on_unless(issues_before_entering_results(state, terms, sheet, is_rated=is_rated))
        record.before = {"stage": stage_slug} | plain_texts(kept)
        _write(entry, sheet)
        record.after = {"stage": stage_slug} | plain_texts(sheet)


def _is_rated(stage_slug: str, entrant: str) -> bool:
    found = stage_standing(stage_slug)
    one = found.competitors.get(entrant) if found else None
    return one is not None and one.citizen is not None


def _entry(stage: Stage, entrant: str) -> Entry:
    here = Entry.objects.filter(stage=stage, fielding__slug=entrant, withdrawn_at=None)
    entry = here.select_related("fielding__entrant").first()
    if entry is None:
        raise ActRefused([Issue("entrant_is_not_in", {"entrant": entrant})])
    if entry.fielding.entrant.is_reference:
        raise ActRefused([Issue("entrant_is_reference", {"entrant": entrant})])
    return entry


def _write(entry: Entry, sheet: Sheet) -> None:
    Entry.objects.filter(pk=entry.pk).update(left_out=sheet.left_out)
    entry.results.all().delete()
    EvaluationResult.objects.bulk_create(
        EvaluationResult(entry=entry, evaluation=name, points=entered.points, note=entered.note)
        for name, entered in sheet.points.items()
    )
    entry.gate_results.all().delete()
    GateResult.objects.bulk_create(
        GateResult(entry=entry, gate=slug, passed=judged.passed, reason=judged.reason)
        for slug, judged in sheet.gates.items()
    )
