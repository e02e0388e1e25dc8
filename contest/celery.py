"""The Celery application. Started by `celery -A contest worker`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contest.settings")

app = Celery("contest")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["arena"])
app.conf.beat_schedule = {
    "sweep": {"task": "arena.tasks.sweep", "schedule": 5.0, "options": {"expires": 5}},
    "probe-endpoints": {"task": "arena.tasks.probe_endpoints", "schedule": 10.0, "options": {"expires": 10}},
    "publish-leaderboards": {
        "task": "arena.tasks.publish_leaderboards",
        "schedule": 1.0,
        "options": {"expires": 1},
    },
}
