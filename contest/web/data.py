"""Open data: files that everybody may take and compute with."""

import shlex
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from contest.exports.files import file_response
from contest.found import or_404
from contest.queries.exports import ExportRecord, public_export, public_exports
from contest.queries.recipes import rating_words

LABELS: dict[str, str | Promise] = {
    "votes": _("투표"),
    "voided_votes": _("세지 않은 투표"),
    "battles": _("질문과 답변까지"),
    "snapshots": _("순위표의 기록"),
}
RATED = "votes"


@dataclass(frozen=True)
class StageFiles:
    """A stage's files with what each holds, in words; and the commands that rate its votes again."""

    slug: str
    name: str
    files: list[tuple[str | Promise, ExportRecord]]
    commands: list[str]


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """All files by stage."""
    korean = (get_language() or "ko") == "ko"
    stages = []
    for slug, found in groupby(public_exports(), key=lambda record: record.stage_slug):
        files = list(found)
        name = files[0].stage_ko if korean else files[0].stage_en
        commands = [
            shlex.join(["python", "manage.py", *rating_words(slug, file.file_name)])
            for file in files
            if file.data == RATED
        ]
        stages.append(StageFiles(slug, name, [(LABELS[file.data], file) for file in files], commands))
    return render(request, "data/data.html", {"stages": stages})


@require_safe
def data_file(request: HttpRequest, ref: str, name: str) -> HttpResponseBase:
    """One file. Its ETag is its SHA-256, so that nobody loads twice what they have."""
    record = public_export(ref)
    return or_404(file_response(request, record) if record is not None and record.file_name == name else None)
