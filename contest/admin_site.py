"""Django's admin behind the console's door: the same sign-in, the same second factor."""

from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from contest.console.access import is_verified


class SpareKey(AdminSite):
    """Opens for staff who signed in at the console. A door of its own would ask for a password alone, without limit."""

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and is_verified(request.user, request.session)

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponseRedirect:
        """Send to the console's sign-in, and on to the admin from there."""
        return HttpResponseRedirect(f"{reverse('console-sign-in')}?{urlencode({'next': reverse('admin:index')})}")
