"""The OpenAPI document: every address's errors stand in it without being written at each view."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from contest.api.access import TokenAuthentication
from contest.api.problems import CONTENT_TYPE
from contest.exports.files import MEDIA_TYPES

FILE = {(status, kind.split(";")[0]): bytes for status in (200, 206) for kind in MEDIA_TYPES.values()} | {
    416: OpenApiResponse(description="The file has no byte of the part that was asked for.")
}
RANGE = (
    OpenApiParameter("Range", str, OpenApiParameter.HEADER, description="A part of the file, such as `bytes=1000-`."),
    OpenApiParameter("If-Range", str, OpenApiParameter.HEADER, description="Its ETag: another file comes whole."),
)
ALWAYS = {400: "Wrong values.", 404: "Not found.", 406: "Not acceptable.", 429: "Too many requests."}
WITH_TOKEN = {401: "A token is needed.", 403: "The token's scopes or the account's role do not allow it."}
WRITING = {409: "The rules of the contest are against it now.", 415: "Send JSON."}
PROBLEM = {
    "type": "object",
    "description": "An error (RFC 9457). `code` stays the same; `detail` is for people.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {"description": "What is wrong with each field."},
    },
    "required": ["type", "title", "status", "code", "detail"],
}


def with_errors(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Add the errors that any address can answer with, and 304 to what is read. A hook of drf-spectacular."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for operations in result["paths"].values():
        for method, operation in operations.items():
            needs_token = {} not in operation.get("security", [{}])
            errors = ALWAYS | (WITH_TOKEN if needs_token else {}) | (WRITING if method == "post" else {})
            operation["responses"] |= {str(code): _problem(text) for code, text in errors.items()}
            if method == "get":
                operation["responses"]["304"] = {"description": "The reader has this very answer."}
    return result


def _problem(text: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": text, "content": {CONTENT_TYPE: {"schema": schema}}}


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Tokens in the document."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A bearer token."""
        return {"type": "http", "scheme": "bearer", "description": "Issued in the console by a chief."}
