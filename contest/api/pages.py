"""Lists come in pages, and every answer says which version of it the reader has."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar, overload

from django.urls import URLPattern, path
from django.views.decorators.http import conditional_page
from rest_framework.generics import GenericAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

Row = TypeVar("Row")


class Pages(PageNumberPagination):
    """`?page=2&page_size=100`."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    page_query_description = "Which page, from 1."
    page_size_query_description = "How many entries a page has, at most 200."


class Rows(Sequence[Row], Generic[Row]):
    """A list of which only the asked page is read."""

    def __init__(self, count: int, page: Callable[[int, int], list[Row]]) -> None:
        self._count, self._page = count, page

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            return self._page(place.start or 0, self._count if place.stop is None else place.stop)
        return self._page(place, place + 1)[0]


class ListView(GenericAPIView[Any]):
    """A list in pages: say `serializer_class`, and answer with `self.paged(rows)`."""

    pagination_class = Pages

    def paged(self, rows: Sequence[Any]) -> Response:
        """The asked page."""
        page = self.paginate_queryset(rows)
        serializer: BaseSerializer[Any] = self.get_serializer(page, many=True)
        return self.get_paginated_response(serializer.data)


class AnyKind(APIView):
    """An answer that is a file of its own kind, whatever the reader says to accept; errors are JSON as elsewhere."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[BaseRenderer, str]:
        return super().perform_content_negotiation(request, force=True)


def read(route: str, view: type[APIView], name: str) -> URLPattern:
    """An address whose answers carry an ETag; a reader who has this very answer gets 304 and no body."""
    return path(route, conditional_page(view.as_view()), name=name)
