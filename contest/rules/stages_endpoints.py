"""Is every replica of an entrant ready for a stage: its key at hand, its context long enough, its test passed?"""

from dataclasses import dataclass
from enum import StrEnum

from contest.rules.issues import Issue


class Verdict(StrEnum):
    """What the newest test since the stage's terms were published said of a replica as it is now."""

    NEVER = "never"
    FAILED = "failed"
    PASSED = "passed"


@dataclass(frozen=True)
class ReplicaFacts:
    """One enabled replica. `missing_key`: the variable that its record names and that is empty; "" when all is well.

    `context_tokens`: how long a conversation it can take, with the answer, as its team told.
    """

    url: str
    tested: Verdict
    context_tokens: int
    missing_key: str = ""


def issues_with_replica(entrant: str, replica: ReplicaFacts, least_context: int, *, is_rehearsal: bool) -> list[Issue]:
    """What keeps a replica from answering in battles that count. `least_context`: tokens that a stage may need.

    In a rehearsal, which decides nothing, tests and contexts are told and stop nothing.
    """
    about = {"entrant": entrant, "url": replica.url}
    issues = []
    if replica.missing_key:
        issues.append(Issue("key_missing", {"entrant": entrant, "variable": replica.missing_key}))
    if replica.tested is Verdict.NEVER:
        issues.append(Issue("endpoint_is_untested", about, is_warning=is_rehearsal))
    if replica.tested is Verdict.FAILED:
        issues.append(Issue("endpoint_fails_its_test", about, is_warning=is_rehearsal))
    if replica.context_tokens < least_context:
        context = about | {"tokens": replica.context_tokens, "least": least_context}
        issues.append(Issue("context_is_short", context, is_warning=is_rehearsal))
    return issues
