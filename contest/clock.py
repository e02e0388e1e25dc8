"""Celery's clock on its own, started by `celery -A contest.clock beat`: it knows when, and by name what.

It loads neither tasks nor tables, so that it is up at once and small.
"""

from celery import Celery
from django.conf import settings
from django.utils.log import configure_logging

from contest.celery import app as site

# The fixups are what would set Django up.
app = Celery("clock", fixups=[], set_as_current=False)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = site.conf.beat_schedule
configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
