"""What can go wrong upstream, as a closed vocabulary. An upstream's own words are never carried along."""

from enum import StrEnum


class Reason(StrEnum):
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
    REPETITIVE = "repetitive"
    NO_ENDPOINT = "no_endpoint"


class UpstreamError(Exception):
    """An endpoint failed. The subclass says whether another try can help."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Retryable(UpstreamError):
    """Another try, on another replica first, may go well."""


class Throttled(UpstreamError):
    """The endpoint is full; it may name the seconds to wait."""

    def __init__(self, retry_after: float | None) -> None:
        super().__init__(Reason.THROTTLED)
        self.retry_after = retry_after


class Permanent(UpstreamError):
    """The same request will fail again at this replica."""


def error_of_status(status: int, retry_after: str | None) -> UpstreamError:
    """The error for an HTTP status that is not 200; a redirect counts as a refusal, it is never followed."""
    if status in (429, 503):
        # vLLM says 503 when its queue is full, proxies when no server is up: both may pass.
        return Throttled(seconds_of(retry_after))
    if status >= 500 or status == 408:
        return Retryable(Reason.SERVER_ERROR)
    if status in (401, 403):
        return Permanent(Reason.UNAUTHORISED)
    return Permanent(Reason.NOT_FOUND if status == 404 else Reason.REJECTED)


def seconds_of(retry_after: str | None) -> float | None:
    """The seconds of a Retry-After header. Its other form, a date, counts as not given: clocks differ."""
    if retry_after is None or not retry_after.strip().isdecimal():
        return None
    return float(retry_after)
