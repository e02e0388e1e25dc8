"""Addresses of the pages about stages, teams, entrants, endpoints, exports and notices."""

from django.urls import URLPattern, path

from contest.console import (
    endpoints,
    entrants,
    exports,
    exports_release,
    notices,
    stages,
    stages_editing,
    stages_entrants,
    stages_lists,
    teams,
    teams_editing,
    teams_file,
)

urlpatterns: list[URLPattern] = [
    path("stages/", stages_lists.stages, name="console-stages"),
    path("stages/new/", stages_editing.stage_new, name="console-stage-new"),
    path("stages/<slug:slug>/", stages.stage, name="console-stage"),
    path("stages/<slug:slug>/edit/", stages_editing.stage_edit, name="console-stage-edit"),
    path("stages/<slug:slug>/acts/<slug:name>/", stages.stage_act, name="console-stage-act"),
    path("stages/<slug:slug>/entrants/", stages_entrants.stage_enter, name="console-stage-enter"),
    path(
        "stages/<slug:slug>/entrants/<slug:entrant>/withdraw/",
        stages_entrants.stage_withdraw,
        name="console-stage-withdraw",
    ),
    path("teams/", stages_lists.teams, name="console-teams"),
    path("teams/new/", teams_editing.team_new, name="console-team-new"),
    path("teams/file/", teams_file.team_file, name="console-team-file"),
    path("teams/<slug:slug>/", teams.team, name="console-team"),
    path("teams/<slug:slug>/edit/", teams_editing.team_edit, name="console-team-edit"),
    path("teams/<slug:slug>/emblem/", teams_editing.team_emblem, name="console-team-emblem"),
    path("teams/<slug:team>/entrants/new/", entrants.entrant_new, name="console-entrant-new"),
    path("entrants/", stages_lists.entrants, name="console-entrants"),
    path("entrants/<slug:slug>/edit/", entrants.entrant_edit, name="console-entrant-edit"),
    path("entrants/<slug:slug>/replicas/", entrants.entrant_replicas, name="console-entrant-replicas"),
    path("endpoints/", stages_lists.endpoints, name="console-endpoints"),
    path("endpoints/<str:ref>/", endpoints.endpoint, name="console-endpoint"),
    path("endpoints/<str:ref>/switch/", endpoints.endpoint_switch, name="console-endpoint-switch"),
    path("endpoints/<str:ref>/test/", endpoints.endpoint_test, name="console-endpoint-test"),
    path("exports/", exports.exports, name="console-exports"),
    path("exports/releases/", exports_release.releases, name="console-export-releases"),
    path("exports/releases/<slug:slug>/", exports_release.release_edit, name="console-export-release"),
    path("exports/<slug:ref>/withdraw/", exports.export_withdraw, name="console-export-withdraw"),
    path("exports/<slug:ref>/<str:name>", exports.export_file, name="console-export-file"),
    path("notices/", notices.notices, name="console-notices"),
    path("notices/new/", notices.notice_new, name="console-notice-new"),
    path("notices/<str:ref>/end/", notices.notice_end, name="console-notice-end"),
]
