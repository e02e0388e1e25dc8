"""Addresses of the site."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

from contest.web import altcha, battles, data, emblems, home, leaderboard, me, me_delete, standings, votes

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("battles/", battles.battles, name="battles"),
    path("battles/proof/", altcha.challenge, name="proof-challenge"),
    path("battles/<str:battle_ref>/", battles.battle, name="battle"),
    path("battles/<str:battle_ref>/turns/", battles.turns, name="turns"),
    path("battles/<str:battle_ref>/vote/", votes.vote, name="vote"),
    path("battles/<str:battle_ref>/stop/", battles.stop, name="stop"),
    path("leaderboard/", leaderboard.leaderboard, name="leaderboard"),
    path("leaderboard/board/", leaderboard.leaderboard_board, name="leaderboard-board"),
    path("leaderboard/<slug:ref>/", leaderboard.leaderboard_snapshot, name="leaderboard-snapshot"),
    re_path(
        r"^leaderboard/(?P<ref>[\w-]+)/board\.(?P<kind>csv|json)$",
        leaderboard.leaderboard_file,
        name="leaderboard-file",
    ),
    path("standings/<slug:slug>/", standings.standing, name="standing"),
    path("standings/<slug:slug>/<int:number>.json", standings.standing_file, name="standing-file"),
    re_path(r"^emblems/(?P<sha256>[0-9a-f]{64})\.png$", emblems.emblem, name="emblem"),
    path("data/", data.data, name="data"),
    path("data/<slug:ref>/<str:name>", data.data_file, name="data-file"),
    path("me/", me.me, name="me"),
    path("me/seat/", me.seat, name="me-seat"),
    path("me/team/", me.team, name="me-team"),
    path("me/delete/", me_delete.delete, name="me-delete"),
    path("sign-in/", include("contest.web.accounts_urls")),
    path("rules/", home.rules, name="rules"),
    path("rules/<slug:slug>/", home.rules, name="stage-rules"),
    path("about/", home.about, name="about"),
    path("privacy/", home.privacy, name="privacy"),
    path("accessibility/", home.accessibility, name="accessibility"),
    re_path(r"^language/(?P<code>ko|en)/$", home.language, name="language"),
    path("api/", include("contest.api.urls")),
    path("healthz", home.healthz, name="healthz"),
    path("console/", include("contest.console.urls")),
    path("admin/", admin.site.urls),
]
