"""The organisers' pages. Every act goes through contest.actions, which checks the role again and writes it down."""
