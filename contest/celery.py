"""The Celery application. Started by `celery -A contest worker`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contest.settings")
# Celery would make Django's checks at each start, which load every page, and look at nothing that they say.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

app = Celery("contest")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["arena", "contest.exports"])
app.autodiscover_tasks(["contest"], related_name="telling")
app.autodiscover_tasks(["contest"], related_name="retention")
app.conf.beat_schedule = {
    "sweep": {"task": "arena.tasks.sweep", "schedule": 5.0, "options": {"expires": 5}},
    "probe-endpoints": {"task": "arena.tasks.probe_endpoints", "schedule": 10.0, "options": {"expires": 10}},
    "measure-paces": {"task": "arena.tasks.measure_paces", "schedule": 30.0, "options": {"expires": 30}},
    "run-canaries": {"task": "arena.tasks.run_canaries", "schedule": 300.0, "options": {"expires": 300}},
    "publish-leaderboards": {
        "task": "arena.tasks.publish_leaderboards",
        "schedule": 1.0,
        "options": {"expires": 1},
    },
    "tell-organisers": {"task": "contest.telling.tell_organisers", "schedule": 30.0, "options": {"expires": 30}},
    "erase-what-is-due": {
        "task": "contest.retention.erase_what_is_due",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "release-data": {"task": "contest.exports.tasks.release_data", "schedule": 60.0, "options": {"expires": 60}},
    "judge-votes": {"task": "arena.tasks.judge_votes", "schedule": 600.0, "options": {"expires": 600}},
}
