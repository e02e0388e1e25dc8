"""What everybody may read: stages, rules, teams, boards and files of open data."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.queries.snapshot_heads import SnapshotHeads
from contest.api import serializers as said
from contest.api.access import PublicThrottle
from contest.api.documented import FILE, RANGE
from contest.api.pages import AnyKind, ListView, Rows
from contest.api.queries_asked import FilesAsked, SnapshotsAsked, StagesAsked, TeamsAsked, asked
from contest.exports.files import file_response
from contest.found import or_404
from contest.queries.exports import ExportFilter, count_exports, exports_page, public_export
from contest.queries.open_contest import (
    OpenBoard,
    OpenTeam,
    board_by_ref,
    board_stage,
    newest_board,
    open_stage,
    open_stages,
    open_team,
    open_teams,
)

Found = TypeVar("Found")


class Public(APIView):
    """No token, and none looked at."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (PublicThrottle,)


class Stages(Public, ListView):
    """Published stages, the newest first."""

    serializer_class = said.StageSerializer

    @extend_schema(operation_id="stages", parameters=[StagesAsked], responses=said.StageSerializer(many=True))
    def get(self, request: Request) -> Response:
        """All stages that were published."""
        wanted = asked(StagesAsked, request)
        stages = open_stages()
        return self.paged([stage for stage in stages if all(getattr(stage, k) == v for k, v in wanted.items())])


class Stage(Public):
    """One stage."""

    @extend_schema(operation_id="stage", responses=said.StageSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """One published stage with its entrants."""
        return Response(said.StageSerializer(or_404(open_stage(slug))).data)


class Rules(Public):
    """The rules of a stage."""

    @extend_schema(operation_id="stage_rules", responses=said.RulesSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """The published rules, in both languages, with their digest."""
        return Response(said.RulesSerializer(or_404(open_stage(slug))).data)


class Teams(Public, ListView):
    """Teams."""

    serializer_class = said.TeamSerializer

    @extend_schema(operation_id="teams", parameters=[TeamsAsked], responses=said.TeamSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Teams with an entrant in a published stage, by English name."""
        return self.paged([_team(team) for team in open_teams(asked(TeamsAsked, request).get("stage", ""))])


class Team(Public):
    """One team."""

    @extend_schema(operation_id="team", responses=said.TeamSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """One team with its entrants."""
        return Response(said.TeamSerializer(_team(or_404(open_team(slug)))).data)


class Leaderboard(Public):
    """A stage's newest board."""

    @extend_schema(operation_id="stage_leaderboard", responses=said.BoardSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """The newest board that may be seen; 404 before the first one and while the boards are sealed."""
        return Response(said.BoardSerializer(_board(newest_board(slug, datetime.now(UTC)))).data)


class Snapshots(Public, ListView):
    """A stage's boards."""

    serializer_class = said.SnapshotHeadSerializer

    @extend_schema(
        operation_id="stage_snapshots", parameters=[SnapshotsAsked], responses=said.SnapshotHeadSerializer(many=True)
    )
    def get(self, request: Request, slug: str) -> Response:
        """Every published board that may be seen, newest first; none while the boards are sealed."""
        wanted = asked(SnapshotsAsked, request)
        stage = or_404(board_stage(slug, datetime.now(UTC)))
        if stage.shown_until is None:
            return self.paged([])
        heads = SnapshotHeads(stage.pool_ref, stage.shown_until, wanted.get("since"))
        about = {"stage": stage.slug, "stage_kind": stage.kind}
        return self.paged(Rows(heads.count(), lambda *part: [vars(head) | about for head in heads.page(*part)]))


class Snapshot(Public):
    """One board."""

    @extend_schema(operation_id="snapshot", responses=said.BoardSerializer)
    def get(self, request: Request, ref: str) -> Response:
        """One board by its permanent ref."""
        return Response(said.BoardSerializer(_board(board_by_ref(ref, datetime.now(UTC)))).data)


class Files(Public, ListView):
    """Open data."""

    serializer_class = said.FileSerializer

    @extend_schema(operation_id="files", parameters=[FilesAsked], responses=said.FileSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Files of open data, newest first."""
        wanted = ExportFilter(**asked(FilesAsked, request), only_public=True)
        return self.paged(Rows(count_exports(wanted), lambda start, stop: exports_page(wanted, start, stop)))


class File(Public):
    """One file's facts."""

    @extend_schema(operation_id="file", responses=said.FileSerializer)
    def get(self, request: Request, ref: str) -> Response:
        """One file: its columns, its digest, its licence."""
        return Response(said.FileSerializer(or_404(public_export(ref))).data)


class FileContent(AnyKind, Public):
    """One file's bytes."""

    @extend_schema(operation_id="file_content", parameters=[*RANGE], responses=FILE)
    def get(self, request: Request, ref: str) -> HttpResponseBase:
        """The file itself. Its ETag is its SHA-256."""
        return or_404(file_response(request, or_404(public_export(ref))))


def _team(found: OpenTeam) -> dict[str, Any]:
    facts = asdict(found.team.facts)
    emblem = found.team.emblem_sha256
    entrants = [
        asdict(entrant.facts) | {"stages": found.entrants[entrant.facts.slug]}
        for entrant in found.team.entrants
        if entrant.facts.slug in found.entrants
    ]
    return facts | {"emblem": f"/emblems/{emblem}.png" if emblem else "", "entrants": entrants}


def _board(found: OpenBoard | None) -> dict[str, Any]:
    board = or_404(found)
    rows = [asdict(row) | {"entrant": board.names[row.entrant]} for row in board.snapshot.rows]
    return vars(board.snapshot) | {"stage": board.stage_slug, "stage_kind": board.stage_kind, "rows": rows}
