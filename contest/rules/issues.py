"""What stands against an act. Gates return lists of these; `contest.queries.issue_texts` has a sentence for each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Issue:
    """One reason. A warning is told and recorded, and stops nothing. `facts` fill the sentence's placeholders."""

    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict)
    is_warning: bool = False


def blocking(issues: Iterable[Issue]) -> list[Issue]:
    """Those that refuse the act."""
    return [issue for issue in issues if not issue.is_warning]


def warnings(issues: Iterable[Issue]) -> list[Issue]:
    """Those that are told only."""
    return [issue for issue in issues if issue.is_warning]
