"""Addresses of the API below `/api/`."""

from django.urls import URLPattern, URLResolver, path, re_path
from drf_spectacular.views import SpectacularJSONAPIView

from contest.api import organiser_views as organiser
from contest.api import public_views as public
from contest.api import standing_views as standings
from contest.api.access import PublicThrottle
from contest.api.pages import read
from contest.api.problems import not_found

app_name = "api"
schema = SpectacularJSONAPIView.as_view(authentication_classes=[], throttle_classes=[PublicThrottle])

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/schema/", schema, name="schema"),
    read("v1/stages/", public.Stages, "stages"),
    read("v1/stages/<slug:slug>/", public.Stage, "stage"),
    read("v1/stages/<slug:slug>/rules/", public.Rules, "rules"),
    read("v1/stages/<slug:slug>/leaderboard/", public.Leaderboard, "leaderboard"),
    read("v1/stages/<slug:slug>/snapshots/", public.Snapshots, "snapshots"),
    read("v1/snapshots/<slug:ref>/", public.Snapshot, "snapshot"),
    read("v1/standings/", standings.Standings, "standings"),
    read("v1/standings/<slug:slug>/<int:number>/", standings.Standing, "standing"),
    read("v1/teams/", public.Teams, "teams"),
    read("v1/teams/<slug:slug>/", public.Team, "team"),
    read("v1/data/", public.Files, "files"),
    read("v1/data/<slug:ref>/", public.File, "file"),
    read("v1/data/<slug:ref>/content/", public.FileContent, "file-content"),
    read("v1/organiser/exports/", organiser.Exports, "exports"),
    read("v1/organiser/exports/<slug:ref>/", organiser.Export, "export"),
    read("v1/organiser/exports/<slug:ref>/content/", organiser.ExportContent, "export-content"),
    read("v1/organiser/monitoring/<slug:slug>/", organiser.Monitoring, "monitoring"),
    # Not `.`, which stops at a line break.
    re_path(r"^(?P<path>[\s\S]*)\Z", not_found),
]
