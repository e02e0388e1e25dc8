"""The site's settings with one more address: a bare view to compare pages with."""

from contest.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.support.bare_urls"
