"""Addresses of the console. Each module of pages lists its own; a page is guarded by `access.needs`."""

from django.urls import URLPattern

from contest.console import (
    audit,
    battles,
    dashboard,
    evaluations,
    findings,
    password,
    people,
    proposals,
    sign_in,
    stages_urls,
    standings,
    standings_lists,
    tokens,
    votes,
)

urlpatterns: list[URLPattern] = [
    *dashboard.urlpatterns,
    *sign_in.urlpatterns,
    *battles.urlpatterns,
    *votes.urlpatterns,
    *proposals.urlpatterns,
    *findings.urlpatterns,
    *audit.urlpatterns,
    *password.urlpatterns,
    *people.urlpatterns,
    *tokens.urlpatterns,
    *stages_urls.urlpatterns,
    *standings_lists.urlpatterns,
    *evaluations.urlpatterns,
    *standings.urlpatterns,
]
