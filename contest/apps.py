"""The contest: the site, its rules and every face."""

from django.apps import AppConfig


class ContestConfig(AppConfig):
    """Registers the contest's models and system checks."""

    name = "contest"
    verbose_name = "Contest"
