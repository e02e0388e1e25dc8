"""The contest: site, rules and faces. Importing it loads the Celery app, so that `delay` finds its broker."""

from contest.celery import app as celery_app

__all__ = ["celery_app"]
