"""Exports are asked for, made by one worker at a time, and taken back. An organiser's asking is on record."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from arena.queries.exports import DATA, FORMATS, Data, Source, Written, watermark
from contest.actions.audit import organiser_act
from contest.actions.refusals import ActRefused
from contest.models import DataRelease, Export, Stage
from contest.queries.exports import EXPORTS, StageData, file_name, public_until, stage_data
from contest.rules.data_release import LEAST_DELAY_DAYS, MOST_DELAY_DAYS, act_to_export, release_name
from contest.rules.issues import Issue
from contest.rules.roles import Act, Actor, Person
from contest.rules.stages import StageState
from contest.rules.stages_release import DONE

State = Export.State
LOST_AFTER = timedelta(minutes=3)
MOST_TRIES = 3
PROBLEM_CHARACTERS = 200


@dataclass(frozen=True)
class Claim:
    """An export that this worker writes. `attempt` tells it from a worker that lost it."""

    ref: str
    attempt: int
    file_name: str
    format: str
    source: Source


def request_export(actor: Actor, stage_slug: str, data: str, form: str, *, public: bool, now: datetime) -> str:
    """Ask for a file; returns its ref, that of the one under way where there is one. The caller enqueues it.

    Refused: `stage_unknown`, `export_unknown`, `export_never_public`, `export_not_public_yet`, `role_does_not_allow`.
    """
    stage = _stage(stage_slug)
    if data not in EXPORTS or form not in FORMATS:
        raise ActRefused([Issue("export_unknown", {"known": ", ".join((*EXPORTS, *FORMATS))})])
    if public and data not in DATA:
        raise ActRefused([Issue("export_never_public")])
    until = public_until(stage, data, now) if public else None
    if public and until is None:
        raise ActRefused([Issue("export_not_public_yet", {"stage": stage_slug})])
    act = act_to_export(data, public=public, is_over=stage.state in DONE)
    with organiser_act(actor, act, "export", "", now) as record:
        record.ref = _request(stage, data, form, until=until, public=public, actor=actor, now=now)
        record.after = {"stage": stage_slug, "data": data, "format": form, "public": public}
    return record.ref


def _request(
    stage: Stage, data: str, form: str, *, until: datetime | None, public: bool, actor: Actor | None, now: datetime
) -> str:
    under_way = Export.objects.filter(
        stage=stage, data=data, format=form, public=public, state__in=[State.WAITING, State.RUNNING]
    )
    # The lock makes the second of two requests at once find the first.
    Stage.objects.select_for_update().get(pk=stage.pk)
    found = under_way.first()
    if found is None:
        by = actor.account_id if isinstance(actor, Person) else None
        found = Export.objects.create(
            stage=stage, data=data, format=form, public=public, until=until, requested_at=now, requested_by_id=by
        )
    return found.ref


@transaction.atomic
def request_due_releases(now: datetime) -> list[str]:
    """Ask for every public file that is due by the stages' policies; returns the refs to enqueue.

    Votes that are voided or restored after a stage's end change its board: then its files are due again.
    """
    asked = []
    for stage in Stage.objects.filter(kind=Stage.Kind.CONTEST).exclude(state=StageState.DRAFT).select_related("pool"):
        for data in DATA:
            until = public_until(stage, data, now)
            if until is None:
                continue
            due = _due_formats(stage, data, until)
            asked += [_request(stage, data, form, until=until, public=True, actor=None, now=now) for form in due]
    return asked


def _due_formats(stage: Stage, data: str, until: datetime) -> list[str]:
    """The formats in which no public file tells what may be told by now."""
    over = stage.state in DONE
    # While the stage runs a day's votes at a time come out; once it is over, all.
    since = stage.closed_at if over else until - timedelta(days=1)
    released = Export.objects.filter(stage=stage, data=data, public=True, until__gt=since).order_by("pk")
    newest = {row.format: row for row in released}
    shown = watermark(stage.pool.ref, Data(data)) if over else 0
    return [form for form in FORMATS if form not in newest or (over and _is_outdated(newest[form], shown))]


def _is_outdated(released: Export, shown: int) -> bool:
    """Whether a board of a later fold is out. A file that was taken back stays away until an organiser asks again."""
    return released.state == State.DONE and (released.watermark is None or released.watermark < shown)


def reawaken_lost(now: datetime) -> list[str]:
    """Let exports whose worker died be made again, and give up on those that were tried often; refs to enqueue."""
    silent = Export.objects.filter(state=State.RUNNING, beat_at__lt=now - LOST_AFTER)
    silent.filter(tries__gte=MOST_TRIES).update(state=State.FAILED, problem="The worker died each time.")
    lost = list(silent.values_list("ref", flat=True))
    Export.objects.filter(ref__in=lost, state=State.RUNNING, beat_at__lt=now - LOST_AFTER).update(state=State.WAITING)
    unheard = Export.objects.filter(state=State.WAITING, requested_at__lt=now - LOST_AFTER)
    return list(unheard.values_list("ref", flat=True))


def claim_export(ref: str, secret: str, now: datetime) -> Claim | None:
    """Begin to write a file: of two workers the second gets None. `secret`: of the pseudonyms."""
    waiting = Export.objects.filter(ref=ref, state=State.WAITING)
    if waiting.update(state=State.RUNNING, beat_at=now, tries=F("tries") + 1, rows_done=0) != 1:
        return None
    row = Export.objects.select_related("stage").get(ref=ref)
    stage = stage_data(row.stage.slug)
    if stage is None:
        raise Stage.DoesNotExist
    source = _source(stage, row, secret)
    # The watermark is read before the rows are: what is voided meanwhile is folded later and has a higher number.
    Export.objects.filter(pk=row.pk).update(watermark=source.watermark(), rows_expected=source.count())
    name = file_name(row.stage.slug, row.data, row.format, public=row.public)
    return Claim(ref, row.tries, name, row.format, source)


def _source(stage: StageData, row: Export, secret: str) -> Source:
    if not row.public:
        return stage.whole(row.data)
    if row.until is None:
        # Never the organisers' own file in place of a public one.
        raise ValueError("A public file has no instant until which it may tell.")
    return stage.public(row.data, row.until, release=release_name(stage.slug, row.until), secret=secret)


def note_progress(claim: Claim, rows: int, now: datetime) -> bool:
    """Tell how far it is; False for a worker that was taken for dead and must stop."""
    return _mine(claim).update(rows_done=rows, beat_at=now) == 1


@transaction.atomic
def finish_export(claim: Claim, written: Written, licence: str, now: datetime) -> list[str]:
    """The file is whole; returns the refs of older public files that it replaces, whose files can go."""
    columns = [{"name": c.name, "type": str(c.kind), "meaning": c.what} for c in claim.source.columns]
    facts = {"rows_done": written.rows, "size": written.size, "sha256": written.sha256, "columns": columns}
    if not _mine(claim).update(state=State.DONE, finished_at=now, licence=licence, problem="", **facts):
        return []
    row = Export.objects.get(ref=claim.ref)
    if not row.public:
        return []
    older = Export.objects.filter(stage=row.stage_id, data=row.data, format=row.format, public=True, state=State.DONE)
    gone = list(older.exclude(pk=row.pk).values_list("ref", flat=True))
    Export.objects.filter(ref__in=gone).update(state=State.REPLACED)
    return gone


def fail_export(claim: Claim, problem: str) -> None:
    """It could not be written, and the reason will not pass by itself."""
    _mine(claim).update(state=State.FAILED, problem=problem[:PROBLEM_CHARACTERS])


def _mine(claim: Claim) -> QuerySet[Export]:
    return Export.objects.filter(ref=claim.ref, state=State.RUNNING, tries=claim.attempt)


def withdraw_export(actor: Actor, ref: str, reason: str, *, now: datetime) -> None:
    """Take a file back; the row stays and says so. The caller removes the file.

    Refused: `reason_missing`, `export_not_there`.
    """
    if not reason.strip():
        raise ActRefused([Issue("reason_missing")])
    with organiser_act(actor, Act.RELEASE_DATA, "export", ref, now, reason) as record:
        if Export.objects.filter(ref=ref, state=State.DONE).update(state=State.WITHDRAWN) != 1:
            raise ActRefused([Issue("export_not_there")])
        record.before, record.after = {"state": State.DONE}, {"state": State.WITHDRAWN}


def set_data_release(actor: Actor, stage_slug: str, delay_days: int | None, *, seen: int | None, now: datetime) -> None:
    """Let votes of this age be public while the stage runs; None: nothing before the close. `seen`: what it was.

    Refused: `stage_unknown`, `delay_out_of_bounds`, `changed_meanwhile` when it is not what was seen any more.
    """
    if delay_days is not None and not LEAST_DELAY_DAYS <= delay_days <= MOST_DELAY_DAYS:
        raise ActRefused([Issue("delay_out_of_bounds", {"least": LEAST_DELAY_DAYS, "most": MOST_DELAY_DAYS})])
    with organiser_act(actor, Act.RELEASE_DATA, "stage", stage_slug, now) as record:
        stage = _stage(stage_slug)
        # Of two people at once the second finds what the first one settled.
        Stage.objects.select_for_update().get(pk=stage.pk)
        had = DataRelease.objects.filter(stage=stage).values_list("delay_days", flat=True).first()
        if had != seen:
            raise ActRefused([Issue("changed_meanwhile")])
        DataRelease.objects.update_or_create(stage=stage, defaults={"delay_days": delay_days})
        record.before, record.after = {"delay_days": had}, {"delay_days": delay_days}


def _stage(slug: str) -> Stage:
    stage = Stage.objects.filter(slug=slug).first()
    if stage is None:
        raise ActRefused([Issue("stage_unknown", {"stage": slug})])
    return stage
