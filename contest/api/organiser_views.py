"""What organisers' programs do: ask for files, fetch them, and look how a stage does."""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from arena.queries.endpoints import endpoint_records
from arena.queries.pool_progress import pool_progress
from contest.actions.exports import request_export
from contest.api import serializers as said
from contest.api.access import HasScope, TokenAuthentication, TokenThrottle, account_of
from contest.api.documented import FILE, RANGE
from contest.api.pages import AnyKind, ListView, Rows
from contest.api.queries_asked import ExportsAsked, asked
from contest.exports.files import file_response
from contest.exports.queueing import enqueue_export
from contest.found import or_404
from contest.queries.exports import (
    ExportFilter,
    ExportRecord,
    count_exports,
    export_readable_by,
    export_record,
    exports_page,
)
from contest.queries.open_contest import open_stage
from contest.rules.api_scopes import Scope
from contest.rules.roles import Person


class WithToken(APIView):
    """A token with the view's scope for the method."""

    authentication_classes = (TokenAuthentication,)
    permission_classes = (HasScope,)
    throttle_classes = (TokenThrottle,)
    scopes: dict[str, Scope] = {}


class Exports(WithToken, ListView):
    """Files, also those that are being made."""

    serializer_class = said.ExportSerializer
    scopes = {"GET": Scope.READ_EXPORTS, "POST": Scope.WRITE_EXPORTS}

    @extend_schema(operation_id="exports", parameters=[ExportsAsked], responses=said.ExportSerializer(many=True))
    def get(self, request: Request) -> Response:
        """All files, newest first."""
        wanted = ExportFilter(**asked(ExportsAsked, request))
        return self.paged(Rows(count_exports(wanted), lambda start, stop: exports_page(wanted, start, stop)))

    @extend_schema(
        operation_id="request_export", request=said.ExportRequestSerializer, responses={202: said.ExportSerializer}
    )
    def post(self, request: Request) -> Response:
        """Ask for a file. Ask the answer's Location until its state is “done”."""
        form = said.ExportRequestSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        values: dict[str, Any] = form.validated_data
        with transaction.atomic():
            ref = request_export(
                Person(account_of(request)),
                values["stage"],
                values["data"],
                values["format"],
                public=values["public"],
                now=datetime.now(UTC),
            )
            transaction.on_commit(lambda: enqueue_export(ref))
        where = reverse("api:export", [ref], request=request)
        body = said.ExportSerializer(export_record(ref)).data
        return Response(body, status=status.HTTP_202_ACCEPTED, headers={"Location": where})


class Export(WithToken):
    """One file's facts."""

    scopes = {"GET": Scope.READ_EXPORTS}

    @extend_schema(operation_id="export", responses=said.ExportSerializer)
    def get(self, request: Request, ref: str) -> Response:
        """How far a file is, and all about it once it is done."""
        return Response(said.ExportSerializer(_readable(request, ref)).data)


class ExportContent(AnyKind, WithToken):
    """One file's bytes."""

    scopes = {"GET": Scope.READ_EXPORTS}

    @extend_schema(operation_id="export_content", parameters=[*RANGE], responses=FILE)
    def get(self, request: Request, ref: str) -> HttpResponseBase:
        """The file itself; 404 until it is whole. Before a stage is over only a chief's token gets its own files."""
        return or_404(file_response(request, _readable(request, ref)))


class Monitoring(WithToken):
    """A stage's health."""

    scopes = {"GET": Scope.READ_MONITORING}

    @extend_schema(operation_id="monitoring", responses=said.MonitoringSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """Battles under way, votes, and every endpoint's health."""
        stage = or_404(open_stage(slug))
        names = {entry.entrant_ref: entry.entrant_slug for entry in stage.entries}
        progress = pool_progress(stage.pool_ref)
        endpoints = [vars(row) | {"entrant": names[row.entrant_ref]} for row in endpoint_records(list(names))]
        told = {
            "stage": stage.slug,
            "state": stage.state,
            "battles_under_way": progress.under_way,
            "votes": progress.votes,
            "votes_unfolded": progress.unfolded,
            "unrated": [names[ref] for ref in progress.unrated],
            "endpoints": endpoints,
        }
        return Response(said.MonitoringSerializer(told).data)


def _readable(request: Request, ref: str) -> ExportRecord:
    """The file, if this token's account may have it; to others it is not there."""
    found = export_record(ref)
    if found is None or not export_readable_by(found, account_of(request)):
        raise Http404
    return found
