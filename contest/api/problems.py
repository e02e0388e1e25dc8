"""Errors as problem+json (RFC 9457): what went wrong, a code that stays, and what is wrong with each field."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from contest.actions.refusals import ActRefused, NotAllowed
from contest.queries.issue_texts import issue_text

CONTENT_TYPE = "application/problem+json"
TITLES = {
    400: "The request is wrong",
    401: "A token is needed",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    409: "Not possible now",
    415: "Unsupported media type",
    429: "Too many requests",
}


class Refused(exceptions.APIException):
    """The rules of the contest are against it now."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "refused"


def problem(code: int, name: str, detail: str, **more: Any) -> dict[str, Any]:
    """The body of an error."""
    return {"type": "about:blank", "title": TITLES[code], "status": code, "code": name, "detail": detail, **more}


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """What DRF answers with after an exception; None for those that are faults of ours."""
    told = _told(error)
    answer = exception_handler(told, context)
    if answer is None:
        return None
    answer.data = _body(told, answer.status_code)
    answer.content_type = CONTENT_TYPE
    return answer


def _told(error: Exception) -> Exception:
    """An organiser's act that was refused, as an error of the API."""
    if isinstance(error, ActRefused):
        texts = (issue_text(issue) for issue in error.issues)
        sentence = " ".join(f"{text.reason} {text.remedy}" for text in texts)
        kind = exceptions.PermissionDenied if isinstance(error, NotAllowed) else Refused
        return kind(sentence, error.issues[0].code)
    if isinstance(error, Http404):
        return exceptions.NotFound()
    return exceptions.PermissionDenied() if isinstance(error, PermissionDenied) else error


def _body(error: Exception, code: int) -> dict[str, Any]:
    if isinstance(error, exceptions.ValidationError):
        return problem(code, "invalid", "Some values are wrong; “errors” says which.", errors=error.detail)
    detail = getattr(error, "detail", "")
    return problem(code, getattr(detail, "code", None) or "error", str(detail))


def not_found(_request: HttpRequest, path: str = "") -> HttpResponse:
    """Every other address below /api/."""
    body = problem(404, "not_found", f"There is nothing at “{path}”: see /api/v1/schema/.")
    return JsonResponse(body, status=404, content_type=CONTENT_TYPE)
