"""The spare key: plain forms over the contest's own tables. Battles, votes and entrants are not among them."""

from django.contrib import admin

from contest.models import Citizen, Fielding, Organisation, Stage, Team

admin.site.register([Citizen, Fielding, Organisation, Stage, Team])
