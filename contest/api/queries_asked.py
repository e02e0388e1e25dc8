"""What stands in an address after the question mark. A value that means nothing is an error, not another list."""

from typing import Any

from rest_framework import serializers as s
from rest_framework.request import Request

from arena.queries.exports import DATA, FORMATS
from contest.api.serializers import KINDS, STATES
from contest.queries.exports import EXPORTS


class StagesAsked(s.Serializer[Any]):
    """Which stages."""

    state = s.ChoiceField(choices=STATES, required=False)
    kind = s.ChoiceField(choices=KINDS, required=False)


class TeamsAsked(s.Serializer[Any]):
    """Which teams."""

    stage = s.CharField(max_length=40, required=False, help_text="Teams with an entrant in this stage.")


class SnapshotsAsked(s.Serializer[Any]):
    """Which snapshots."""

    since = s.DateTimeField(required=False, help_text="Published at or after this instant.")


class StandingsAsked(s.Serializer[Any]):
    """Which standings."""

    stage = s.CharField(max_length=40, required=False)


class FilesAsked(s.Serializer[Any]):
    """Which files."""

    stage = s.CharField(max_length=40, required=False)
    data = s.ChoiceField(choices=DATA, required=False)  # type: ignore[assignment]  # fields leave the class
    format = s.ChoiceField(choices=FORMATS, required=False)


class ExportsAsked(FilesAsked):
    """Which files, also those that are never public."""

    data = s.ChoiceField(choices=EXPORTS, required=False)


def asked(kind: type[s.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The values in the address. Raises ValidationError."""
    serializer = kind(data=request.query_params)
    serializer.is_valid(raise_exception=True)
    values: dict[str, Any] = serializer.validated_data
    return values
