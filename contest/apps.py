"""The contest: the site, its rules and every face."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ContestConfig(AppConfig):
    """Registers the contest's models and system checks."""

    name = "contest"
    verbose_name = "Contest"

    def ready(self) -> None:
        """Load the checks; they need the app registry."""
        import_module("contest.checks")


class SpareKeyConfig(AdminConfig):
    """Django's admin with the console's door."""

    default_site = "contest.admin_site.SpareKey"
