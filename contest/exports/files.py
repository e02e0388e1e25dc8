"""Where files of data lie: a folder for each, named by its ref, which nobody can guess."""

import shutil
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from contest.exports.ranges import NoSuchPart, Part, PartReader, asked_part
from contest.queries.exports import ExportRecord

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
}


def export_path(ref: str, file_name: str) -> Path:
    """Where the file stands, or will."""
    return Path(settings.EXPORTS_DIR) / ref / file_name


def remove_export(ref: str) -> None:
    """Remove a file that was withdrawn or replaced; whoever reads it at the moment reads on."""
    shutil.rmtree(Path(settings.EXPORTS_DIR) / ref, ignore_errors=True)


def file_response(request: HttpRequest, record: ExportRecord) -> HttpResponseBase | None:
    """The file as a download whose ETag is its SHA-256; None where there is no whole file.

    A reader who has it gets 304, and then the file is not even opened. Who has its beginning asks for the rest (206).
    """
    path = export_path(record.ref, record.file_name)
    if not record.is_done or not path.is_file():
        return None
    etag = f'"{record.sha256}"'
    known: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    response = _content(request, path, MEDIA_TYPES[record.format], etag)
    response["ETag"], response["Accept-Ranges"] = etag, "bytes"
    return response


def _content(request: HttpRequest, path: Path, media_type: str, etag: str) -> HttpResponseBase:
    size = path.stat().st_size
    try:
        part = _asked_part(request, size, etag)
    except NoSuchPart:
        return HttpResponse(status=416, content_type=media_type, headers={"Content-Range": f"bytes */{size}"})
    file = path.open("rb")
    if part is None:
        return FileResponse(file, as_attachment=True, filename=path.name, content_type=media_type)
    answer = FileResponse(
        PartReader(file, part), as_attachment=True, filename=path.name, content_type=media_type, status=206
    )
    answer["Content-Range"], answer["Content-Length"] = part.content_range, str(part.length)
    return answer


def _asked_part(request: HttpRequest, size: int, etag: str) -> Part | None:
    """None where the whole file is wanted, also by somebody whose beginning is that of an older file."""
    if request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    return asked_part(request.headers.get("Range", ""), size)
