"""The site's addresses and `/bare/`: a view that only returns bytes, those of the file named in BARE_BYTES."""

import os
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import path

from contest.urls import urlpatterns as site

BYTES = Path(os.environ["BARE_BYTES"])


def bare(_request: HttpRequest) -> HttpResponse:
    """The bytes, read once."""
    return HttpResponse(CONTENT or load())


CONTENT = b""


def load() -> bytes:
    """The file's bytes; kept."""
    global CONTENT
    CONTENT = BYTES.read_bytes()
    return CONTENT


urlpatterns = [path("bare/", bare), *site]
