"""The spare key: a look at the contest's own tables. Acts go through the console, so nothing is changed here."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from contest.models import Citizen, Fielding, Organisation, Stage, Team


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows can be seen: a change here would bypass roles, gates, freezing and the audit log."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


# A second factor that a password alone can read is none; a group that is renamed is another role for all in it.
admin.site.unregister([Group, StaticDevice, TOTPDevice])
admin.site.register([Citizen, Fielding, Organisation, Stage, Team], ReadOnly)
