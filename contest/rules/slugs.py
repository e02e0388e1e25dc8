"""The short names by which organisers, files and addresses call a stage, a team, an entrant, a topic, a gate."""

import re

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
"""1 to 40 lower-case letters, digits and hyphens, starting with a letter or digit. Match with `fullmatch`."""
