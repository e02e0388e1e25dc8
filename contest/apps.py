"""The contest: the site, its rules and every face."""

from importlib import import_module

from django.apps import AppConfig


class ContestConfig(AppConfig):
    """Registers the contest's models and system checks."""

    name = "contest"
    verbose_name = "Contest"

    def ready(self) -> None:
        """Load the checks; they need the app registry."""
        import_module("contest.checks")
