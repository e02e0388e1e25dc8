"""One organiser lets a finding pass. Setting its votes aside takes two: see `contest.actions.proposals`."""

from datetime import datetime

from arena.actions import findings
from arena.actions.errors import Refused
from contest.actions.audit import organiser_act
from contest.actions.refusals import ActRefused
from contest.models import Citizen
from contest.rules.issues import Issue
from contest.rules.roles import Act, Person

ISSUES = {
    findings.FindingNotFound.code: "finding_unknown",
    findings.FindingIsDecided.code: "finding_is_decided",
    findings.ReasonMissing.code: "reason_missing",
}


def dismiss_finding(actor: Person, finding_ref: str, *, now: datetime, reason: str) -> None:
    """Let a finding pass; its votes go on counting.

    Refused: `finding_unknown`, `finding_is_decided`, `reason_missing` (also when it is above 200 characters).
    """
    with organiser_act(actor, Act.DISMISS_FINDING, "finding", finding_ref, now, reason) as record:
        name = Citizen.objects.get(pk=actor.account_id).username
        try:
            findings.dismiss_finding(finding_ref, name, reason, now)
        except Refused as refused:
            raise ActRefused([Issue(ISSUES[refused.code])]) from None
        record.before, record.after = {"state": "open"}, {"state": "dismissed"}
