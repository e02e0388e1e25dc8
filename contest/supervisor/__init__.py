"""Starts, watches and ends the site's processes: `python -m contest.supervisor embedded` or `… stack`.

Stands beside the site and imports none of it: the processes below it are the site.
"""
