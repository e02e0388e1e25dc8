"""Exports: files are asked for, watched while they are made, downloaded with their SHA-256, and taken back."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arena.queries.exports import FORMATS
from contest.actions.exports import request_export, withdraw_export
from contest.actions.refusals import ActRefused
from contest.console.access import needs, organiser, role_in
from contest.console.battles_words import choices
from contest.console.layout_downloads import csv_answer
from contest.console.layout_lists import SearchForm, counted_page, query_with
from contest.console.refused import done_a_moment_ago, lines_of, status_of
from contest.console.stages_acts import ReasonForm
from contest.exports.files import file_response, remove_export
from contest.exports.queueing import enqueue_export
from contest.found import or_404
from contest.queries.exports import (
    EXPORTS,
    ExportFilter,
    ExportRecord,
    count_exports,
    export_readable_by,
    export_record,
    exports_page,
)
from contest.queries.stage_records import stage_records
from contest.rules.issues import Issue
from contest.rules.roles import Act, may
from contest.rules.stages import StageState

Text = str | Promise
PER_PAGE = 20
DATA_WORDS: dict[str, Text] = {
    "votes": gettext_lazy("표"),
    "battles": gettext_lazy("대결과 글"),
    "voided_votes": gettext_lazy("세지 않는 표"),
    "snapshots": gettext_lazy("순위표"),
    "audit": gettext_lazy("운영 기록"),
}
STATE_WORDS: dict[str, Text] = {
    "waiting": gettext_lazy("기다리는 중"),
    "running": gettext_lazy("만드는 중"),
    "done": gettext_lazy("다 됨"),
    "failed": gettext_lazy("만들지 못함"),
    "replaced": gettext_lazy("새 파일로 바뀜"),
    "withdrawn": gettext_lazy("거둠"),
}
FORMAT_WORDS: dict[str, Text] = {"csv": "CSV", "jsonl": "JSONL", "parquet": "Parquet"}


class ExportForm(forms.Form):
    """What is wanted."""

    stage = forms.ChoiceField(label=gettext_lazy("단계"))
    data = forms.ChoiceField(  # type: ignore[assignment]  # a field's name, which Django takes off the class
        label=gettext_lazy("무엇"), choices=[(name, DATA_WORDS[name]) for name in EXPORTS]
    )
    format = forms.ChoiceField(label=gettext_lazy("형식"), choices=[(name, FORMAT_WORDS[name]) for name in FORMATS])
    public = forms.BooleanField(
        label=gettext_lazy("시민에게도 공개하기"),
        help_text=gettext_lazy(
            "누구의 표인지 알 수 없게 바꾼 파일이에요. 자료 화면에 보여요. 운영 기록은 공개하지 않아요."
        ),
        required=False,
    )


FILE_COLUMNS = (
    *("export", "file", "stage", "data", "format", "public", "state", "requested_at", "requested_by"),
    *("finished_at", "rows", "bytes", "sha256"),
)


class ExportSearch(SearchForm):
    """Which files are wanted."""

    of = forms.ChoiceField(label=gettext_lazy("단계"), required=False)
    what = forms.ChoiceField(
        label=gettext_lazy("무엇"), required=False, choices=choices(DATA_WORDS, gettext_lazy("모두"))
    )
    form = forms.ChoiceField(
        label=gettext_lazy("형식"), required=False, choices=choices(FORMAT_WORDS, gettext_lazy("모든 형식"))
    )

    def filter(self) -> ExportFilter:
        """What was chosen, for the queries."""
        wanted = {name: value or "" for name, value in self.wanted().items()}
        return ExportFilter(stage=wanted["of"], data=wanted["what"], format=wanted["form"])


@dataclass(frozen=True)
class ExportRow:
    """One file as the list shows it. `percent` while it is made; `readable`: this person may download it."""

    record: ExportRecord
    stage: str
    data: Text
    format: Text
    state: Text
    percent: int
    readable: bool


@needs(Act.READ_CONSOLE)
@require_http_methods(["GET", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """All files, the newest first, and the form that asks for one. The list comes again while one is made."""
    stages = _stages()
    form, issues, status = _form(request, stages), list[Issue](), 200
    if request.method == "POST" and form.is_valid():
        wanted, now = form.cleaned_data, datetime.now(UTC)
        try:
            with transaction.atomic():
                words = wanted["stage"], wanted["data"], wanted["format"]
                ref = request_export(organiser(request), *words, public=wanted["public"], now=now)
                transaction.on_commit(partial(enqueue_export, ref))
        except ActRefused as refused:
            issues, status = refused.issues, status_of(refused)
        else:
            messages.success(request, _("파일을 만들기 시작했어요. 다 되면 아래에서 내려받을 수 있어요."))
            return redirect("console-exports")
    search = _search(request, stages)
    wanted_files, kept = search.filter(), query_with(request.GET, {})
    page = counted_page(request, count_exports(wanted_files), partial(exports_page, wanted_files), PER_PAGE)
    rows = [_row(request, record) for record in page.object_list]
    context = {
        "form": form,
        "issues": lines_of(issues),
        "search": search,
        "query": f"{kept[1:]}&" if kept[1:] else "",
        "download": f"{reverse('console-exports-list')}{kept}",
        "page": page,
        "rows": rows,
        "runs": any(row.record.state in {"waiting", "running"} for row in rows),
        "may_export": may(role_in(request), Act.EXPORT_DATA),
        "may_withdraw": may(role_in(request), Act.RELEASE_DATA),
        "has_errors": request.method == "POST",
    }
    return render(request, "console/exports/exports.html", context, status=status)


@needs(Act.READ_CONSOLE)
@require_safe
def exports_list(request: HttpRequest) -> HttpResponseBase:
    """What is known of the files, all of them, as a file: among it every SHA-256."""
    wanted = _search(request, _stages()).filter()
    records = exports_page(wanted, 0, count_exports(wanted))
    return csv_answer("exports", FILE_COLUMNS, (_cells(record) for record in records))


@needs(Act.READ_CONSOLE)
@require_safe
def export_file(request: HttpRequest, ref: str, name: str) -> HttpResponseBase:
    """One whole file; `name` is for the reader's list of downloads."""
    record = export_record(ref)
    if record is None or record.file_name != name or not export_readable_by(record, organiser(request).account_id):
        raise Http404
    return or_404(file_response(request, record))


@needs(Act.RELEASE_DATA)
@require_http_methods(["GET", "POST"])
def export_withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a file back, with the reason."""
    record = or_404(export_record(ref))
    form, issues = ReasonForm(request.POST or None), list[Issue]()
    if request.method == "POST" and form.is_valid():
        now = datetime.now(UTC)
        try:
            withdraw_export(organiser(request), ref, form.cleaned_data["reason"], now=now)
        except ActRefused as refused:
            issues = refused.issues
        if not issues or done_a_moment_ago(request.user.get_username(), Act.RELEASE_DATA, ref, now):
            remove_export(ref)
            messages.success(request, _("파일을 거뒀어요."))
            return redirect("console-exports")
    context = {
        "row": _row(request, record),
        "form": form,
        "issues": lines_of(issues),
        "has_errors": request.method == "POST",
    }
    return render(request, "console/exports/withdraw.html", context, status=409 if issues else 200)


def _form(request: HttpRequest, stages: list[tuple[str, str]]) -> ExportForm:
    form = ExportForm(request.POST or None)
    form.fields["stage"].choices = stages  # type: ignore[attr-defined]
    return form


def _search(request: HttpRequest, stages: list[tuple[str, str]]) -> ExportSearch:
    search = ExportSearch(request.GET)
    search.fields["of"].choices = [("", gettext_lazy("모든 단계")), *stages]  # type: ignore[attr-defined]
    return search


def _stages() -> list[tuple[str, str]]:
    korean = get_language() == "ko"
    return [
        (record.slug, (record.terms.name_ko if korean else record.terms.name_en) or record.slug)
        for record in stage_records()
        if record.state is not StageState.DRAFT
    ]


def _cells(record: ExportRecord) -> tuple[object, ...]:
    return (
        *(record.ref, record.file_name, record.stage_slug, record.data, record.format, record.public, record.state),
        *(record.requested_at, record.requested_by, record.finished_at, record.rows, record.size, record.sha256),
    )


def _row(request: HttpRequest, record: ExportRecord) -> ExportRow:
    return ExportRow(
        record=record,
        stage=record.stage_ko if get_language() == "ko" else record.stage_en,
        data=DATA_WORDS.get(record.data, record.data),
        format=FORMAT_WORDS.get(record.format, record.format),
        state=STATE_WORDS[record.state],
        percent=min(99, record.rows * 100 // record.rows_expected) if record.rows_expected else 0,
        readable=record.is_done and export_readable_by(record, organiser(request).account_id),
    )
