"""What can go wrong upstream, as a closed vocabulary. An upstream's own words are never carried along."""

from enum import StrEnum


class Fault(StrEnum):
    """Why an endpoint's answer could not be used."""

    CONNECT_FAILED = "connect_failed"
    FIRST_TOKEN_TIMEOUT = "first_token_timeout"  # noqa: S105
    STALLED = "stalled"
    TOO_SLOW = "too_slow"
    TRUNCATED = "truncated"
    BAD_STREAM = "bad_stream"
    TOO_LARGE = "too_large"
    REJECTED = "rejected"
    UNAUTHORISED = "unauthorised"
    NOT_FOUND = "not_found"
    THROTTLED = "throttled"
    SERVER_ERROR = "server_error"
    EMPTY = "empty"
    NO_ENDPOINT = "no_endpoint"


class UpstreamError(Exception):
    """An endpoint failed. The subclass says whether another try can help."""

    def __init__(self, reason: Fault) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Retryable(UpstreamError):
    """Another try, on another replica first, may go well."""


class Throttled(UpstreamError):
    """The endpoint is full; it may name the seconds to wait."""

    def __init__(self, retry_after: float | None) -> None:
        super().__init__(Fault.THROTTLED)
        self.retry_after = retry_after


class Permanent(UpstreamError):
    """The same request will fail again."""


def error_of_status(status: int, retry_after: str | None) -> UpstreamError:
    """The error for an HTTP status that is not 200."""
    if status == 429:
        return Throttled(_seconds(retry_after))
    if status == 503:
        # vLLM says so when its queue is full.
        return Throttled(_seconds(retry_after))
    if status >= 500:
        return Retryable(Fault.SERVER_ERROR)
    if status in (401, 403):
        return Permanent(Fault.UNAUTHORISED)
    return Permanent(Fault.NOT_FOUND if status == 404 else Fault.REJECTED)


def _seconds(text: str | None) -> float | None:
    try:
        return max(0.0, float(text)) if text is not None else None
    except ValueError:
        # An HTTP date instead of seconds: the caller's own pause serves as well.
        return None
