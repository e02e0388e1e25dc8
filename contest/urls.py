"""Addresses of the site."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path, re_path

from contest.web import battles, home, leaderboard, me, votes

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("battles/", battles.battles, name="battles"),
    path("battles/<str:battle_ref>/", battles.battle, name="battle"),
    path("battles/<str:battle_ref>/turns/", battles.turns, name="turns"),
    path("battles/<str:battle_ref>/vote/", votes.vote, name="vote"),
    path("battles/<str:battle_ref>/stop/", battles.stop, name="stop"),
    path("leaderboard/", leaderboard.leaderboard, name="leaderboard"),
    path("leaderboard/board/", leaderboard.leaderboard_board, name="leaderboard-board"),
    path("me/", me.me, name="me"),
    path("rules/", home.rules, name="rules"),
    path("about/", home.about, name="about"),
    path("privacy/", home.privacy, name="privacy"),
    path("accessibility/", home.accessibility, name="accessibility"),
    re_path(r"^language/(?P<code>ko|en)/$", home.language, name="language"),
    path("healthz", home.healthz, name="healthz"),
    path("admin/", admin.site.urls),
]
