"""What a token of the API may be used for. A scope never gives more than the account's role does."""

from enum import StrEnum


class Scope(StrEnum):
    """The scopes."""

    READ_EXPORTS = "exports:read"
    WRITE_EXPORTS = "exports:write"
    READ_MONITORING = "monitoring:read"


SCOPES = tuple(scope.value for scope in Scope)
