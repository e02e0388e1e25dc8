"""Where files of data lie: a folder for each, named by its ref, which nobody can guess."""

import shutil
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from contest.queries.exports import ExportRecord


def export_path(ref: str, file_name: str) -> Path:
    """Where the file stands, or will."""
    return Path(settings.EXPORTS_DIR) / ref / file_name


def remove_export(ref: str) -> None:
    """Remove a file that was withdrawn or replaced; whoever reads it at the moment reads on."""
    shutil.rmtree(Path(settings.EXPORTS_DIR) / ref, ignore_errors=True)


def file_response(request: HttpRequest, record: ExportRecord) -> HttpResponseBase | None:
    """The file as a download whose ETag is its SHA-256; None where there is no whole file.

    A reader who has it gets 304, and then the file is not even opened.
    """
    path = export_path(record.ref, record.file_name)
    if not record.is_done or not path.is_file():
        return None
    etag = f'"{record.sha256}"'
    known: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    response = FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
    response["ETag"] = etag
    return response
