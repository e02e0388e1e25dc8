"""An organiser's act was refused, with every reason; `contest.queries.issue_texts` has the sentences."""

from collections.abc import Iterable

from contest.rules.issues import Issue, blocking, warnings


class ActRefused(Exception):
    """Nothing was done. `issues` says why, at least one of them."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = list(issues)
        super().__init__(", ".join(issue.code for issue in self.issues))


class NotAllowed(ActRefused):
    """The person's role does not allow the act."""


def go_on_unless(issues: list[Issue]) -> list[str]:
    """Raises ActRefused when something blocks; otherwise returns the codes of the warnings, for the record."""
    against = blocking(issues)
    if against:
        raise ActRefused(against)
    return [issue.code for issue in warnings(issues)]
