"""Published standings, for everybody."""

from functools import partial
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from contest.api.pages import ListView, Rows
from contest.api.public_views import Public
from contest.api.queries_asked import StandingsAsked, asked
from contest.api.standing_serializers import StandingHeadSerializer, StandingSerializer
from contest.found import or_404
from contest.queries.publications import (
    PublicationHead,
    PublishedView,
    count_publications,
    publications_page,
    published_standing,
)


class Standings(Public, ListView):
    """All of them."""

    serializer_class = StandingHeadSerializer

    @extend_schema(operation_id="standings", parameters=[StandingsAsked], responses=StandingHeadSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Every published standing, newest first."""
        wanted = asked(StandingsAsked, request)
        page = partial(publications_page, **wanted)
        return self.paged(Rows(count_publications(**wanted), lambda *part: [_head(one) for one in page(*part)]))


class Standing(Public):
    """One of them."""

    @extend_schema(operation_id="standing", responses=StandingSerializer)
    def get(self, request: Request, slug: str, number: int) -> Response:
        """One standing of a stage by its number."""
        return Response(StandingSerializer(_whole(or_404(published_standing(slug, number)))).data)


def _head(found: PublicationHead) -> dict[str, Any]:
    return vars(found) | {"file": reverse("standing-file", args=[found.stage, found.number])}


def _whole(found: PublishedView) -> dict[str, Any]:
    # The file says an empty total; a reader of JSON looks for null. The first standings left nobody out.
    places = [{"left_out": ""} | place | {"total": place["total"] or None} for place in found.content["places"]]
    # The stage's slug stays the text that it is in the list.
    return found.content | _head(found) | {"places": places}
