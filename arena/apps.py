"""The arena: a headless battle engine that knows nothing of stages, teams or citizens."""

from django.apps import AppConfig


class ArenaConfig(AppConfig):
    """Registers the engine's models."""

    name = "arena"
    verbose_name = "Arena"
