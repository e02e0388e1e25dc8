"""Exports: what of a stage can be exported, which files there are, and which of them the public may have."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from arena.queries.exports import DATA, Data, ExportSpec, Source
from arena.queries.exports.votes import Wanted
from arena.queries.pools import all_entrant_refs
from contest.models import DataRelease, Export, Fielding, Stage
from contest.queries.audit_export import AUDIT, AuditSource
from contest.queries.roles import role_of
from contest.rules.data_release import act_to_export, pseudonym_key, released_until
from contest.rules.roles import may
from contest.rules.stages import StageState
from contest.rules.stages_release import DONE
from contest.rules.stages_terms import Release

EXPORTS = (*DATA, AUDIT)
"""All that organisers may have as a file; only DATA ever becomes public."""


@dataclass(frozen=True)
class StageData:
    """A stage as exports see it. `names`: the entrants' slugs by ref, also of those that withdrew."""

    slug: str
    pool_ref: str
    names: Mapping[str, str]

    def whole(self, data: str) -> Source:
        """The organisers' own file. Raises ValueError for unknown data."""
        if data == AUDIT:
            return AuditSource(self.slug)
        return ExportSpec(Data(data), Wanted(self.pool_ref, self.names, None, None))

    def public(self, data: str, until: datetime | None, *, release: str, secret: str) -> ExportSpec:
        """A file for everybody, with what happened before `until`; its pseudonyms hang on `release` and `secret`.

        Raises ValueError for what is never public.
        """
        return ExportSpec(Data(data), Wanted(self.pool_ref, self.names, until, pseudonym_key(secret, release)))


@dataclass(frozen=True)
class ExportRecord:
    """A file, or one that is being made. `columns`: name, type and meaning of each; `rows` so far.

    `watermark`: the last fold of votes that it shows; None before it is written.
    """

    ref: str
    stage_slug: str
    stage_ko: str
    stage_en: str
    data: str
    format: str
    public: bool
    state: str
    requested_at: datetime
    requested_by: str
    until: datetime | None
    finished_at: datetime | None
    rows: int
    rows_expected: int
    size: int
    sha256: str
    columns: tuple[Mapping[str, str], ...]
    licence: str
    problem: str
    watermark: int | None

    @property
    def file_name(self) -> str:
        """As it stands in its folder and in a browser's list of downloads."""
        return file_name(self.stage_slug, self.data, self.format, public=self.public)

    @property
    def is_done(self) -> bool:
        """Whether there is a whole file."""
        return self.state == Export.State.DONE


@dataclass(frozen=True)
class ExportFilter:
    """Which files are wanted; empty fields do not narrow."""

    stage: str = ""
    data: str = ""
    format: str = ""
    only_public: bool = False


def stage_data(slug: str) -> StageData | None:
    """A stage's data; None for an unknown slug."""
    pool_ref = Stage.objects.filter(slug=slug).values_list("pool__ref", flat=True).first()
    if pool_ref is None:
        return None
    fieldings = Fielding.objects.filter(entrant__ref__in=all_entrant_refs(pool_ref))
    return StageData(slug, pool_ref, dict(fieldings.values_list("entrant__ref", "slug")))


def public_until(stage: Stage, data: str, now: datetime) -> datetime | None:
    """The instant before which this data of a stage may be public; None while none may."""
    delay = DataRelease.objects.filter(stage=stage).values_list("delay_days", flat=True).first()
    state, release = StageState(stage.state), Release(stage.release)
    return released_until(data, delay_days=delay, release=release, state=state, now=now)


def file_name(stage_slug: str, data: str, form: str, *, public: bool) -> str:
    """`stage-data.format`; the organisers' own files are marked."""
    return f"{stage_slug}-{data}{'' if public else '-internal'}.{form}"


def count_exports(wanted: ExportFilter) -> int:
    """How many files there are."""
    return _exports(wanted).count()


def exports_page(wanted: ExportFilter, start: int, stop: int) -> list[ExportRecord]:
    """Files from `start` up to `stop`, newest first."""
    return [_record(row) for row in _exports(wanted)[start:stop]]


def public_exports() -> list[ExportRecord]:
    """Every file that the public may have: by stage, the newest stage first, then by what is in it."""
    rows = _exports(ExportFilter(only_public=True)).order_by("-stage__opens_at", "stage__slug", "data", "format")
    return [_record(row) for row in rows]


def public_export(ref: str) -> ExportRecord | None:
    """One public file; None for any other ref."""
    row = _exports(ExportFilter(only_public=True)).filter(ref=ref).first()
    return _record(row) if row else None


def export_record(ref: str) -> ExportRecord | None:
    """One file, public or not; None for an unknown ref. Who calls this decides who may read it."""
    row = _exports(ExportFilter()).filter(ref=ref).first()
    return _record(row) if row else None


def export_readable_by(record: ExportRecord, account_id: int) -> bool:
    """Whether an account's role lets it have this file: what it takes to ask for it now."""
    over = Stage.objects.filter(slug=record.stage_slug, state__in=DONE).exists()
    return may(role_of(account_id), act_to_export(record.data, public=record.public, is_over=over))


def _exports(wanted: ExportFilter) -> QuerySet[Export]:
    rows = Export.objects.select_related("stage", "requested_by").order_by("-requested_at", "-pk")
    exact = {"stage__slug": wanted.stage, "data": wanted.data, "format": wanted.format}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    return rows.filter(public=True, state=Export.State.DONE) if wanted.only_public else rows


def _record(row: Export) -> ExportRecord:
    return ExportRecord(
        ref=row.ref,
        stage_slug=row.stage.slug,
        stage_ko=row.stage.name_ko,
        stage_en=row.stage.name_en,
        data=row.data,
        format=row.format,
        public=row.public,
        state=row.state,
        requested_at=row.requested_at,
        requested_by=row.requested_by.username if row.requested_by else "",
        until=row.until,
        finished_at=row.finished_at,
        rows=row.rows_done,
        rows_expected=row.rows_expected,
        size=row.size,
        sha256=row.sha256,
        columns=tuple(row.columns),
        licence=row.licence,
        problem=row.problem,
        watermark=row.watermark,
    )
