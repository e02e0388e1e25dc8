"""A declaration was a mistake: it is withdrawn, and what it cost is proposed to a second person.

From the withdrawal on the person's votes count. Votes that had weight 0 for this reason alone are counted again by the
road of everything undone: a proposal that somebody else confirms, one for each stage.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from arena.queries.uncounted_votes import UncountedVote, uncounted_votes, voters_who_share
from arena.queries.votes import counted_votes
from arena.rules.counting import Standing, Used
from arena.rules.counting import reason_against as reason_against_vote
from contest.actions.audit import organiser_act
from contest.actions.proposals import issues_with_reason, propose_restore
from contest.actions.refusals import ActRefused, go_on_unless
from contest.models import Citizen, Stage, TeamMember, TeamNetwork
from contest.queries.citizens import known_of
from contest.queries.declarations import What
from contest.rules.caps import Caps, Kept, beyond_caps
from contest.rules.issues import Issue
from contest.rules.networks import groups_in
from contest.rules.roles import Act, Person
from contest.rules.stages_terms import Voters
from contest.rules.voters import Against, network_ref, reason_against, voter_ref

MOST_VOTES_A_PROPOSAL = 500
NETWORK = "network"
NOBODY = Used(0, 0)


@dataclass(frozen=True)
class Withdrawn:
    """What became of it: the proposals by ref, and how many votes they are about."""

    proposals: tuple[str, ...]
    votes: int


def withdraw_declaration(
    actor: Person, team_slug: str, what: What, which: str, key: str, *, now: datetime, reason: str
) -> Withdrawn:
    """Let the votes of these people, or from these addresses, count again. `key`: of the voters' pseudonyms.

    Refused: `declaration_unknown`, `reason_missing`, `reason_too_long`, `proposal_exists`.
    """
    with organiser_act(actor, Act.WITHDRAW_DECLARATION, "team", team_slug, now, reason) as record:
        go_on_unless(issues_with_reason(reason))
        if what is What.NETWORK:
            votes = _without_network(team_slug, which, key)
        else:
            votes = _without_member(team_slug, what, which, key)
        proposals = tuple(propose_restore(actor, part, now=now, reason=reason) for part in _parts(votes))
        record.before, record.after = {what: which}, {"proposals": list(proposals), "votes": len(votes)}
        return Withdrawn(proposals, len(votes))


def _without_member(team_slug: str, what: What, which: str, key: str) -> list[UncountedVote]:
    # Whoever was declared before they came may have come meanwhile.
    by = {"username": which, "sign_in_ref__isnull": False} if what is What.ACCOUNT else {"sign_in_ref": which}
    citizen = Citizen.objects.filter(**by).first()
    sign_in = citizen.sign_in_ref if citizen else which
    if not TeamMember.objects.filter(team__slug=team_slug, sign_in_ref=sign_in).delete()[0]:
        raise ActRefused([Issue("declaration_unknown")])
    voters = {voter_ref(citizen.voter_id or "", key): citizen.pk} if citizen else {}
    return _counting_now(uncounted_votes(voters.keys(), Against.TEAM_MEMBER), voters, key)


def _without_network(team_slug: str, cidr: str, key: str) -> list[UncountedVote]:
    if not TeamNetwork.objects.filter(team__slug=team_slug, cidr=cidr).delete()[0]:
        raise ActRefused([Issue("declaration_unknown")])
    # No vote knows its address. What is known are the network groups in which a voter was seen.
    votes = uncounted_votes(_seen_in([cidr], key), Against.TEAM_NETWORK)
    return _counting_now(votes, _accounts({vote.voter_ref for vote in votes}, key), key)


def _seen_in(cidrs: Iterable[str], key: str) -> set[str]:
    """The voters who were seen in a network group to which some of these addresses belong."""
    return voters_who_share(NETWORK, [network_ref(group, key) for cidr in cidrs for group in groups_in(cidr)])


def _accounts(voter_refs: set[str], key: str) -> dict[str, int]:
    """Which of the voters have an account, and which. Nothing leads from a pseudonym to an account but trying all."""
    found = {}
    for account, citizen_id in Citizen.objects.exclude(voter_id=None).values_list("pk", "voter_id").iterator():
        ref = voter_ref(citizen_id or "", key)
        if ref in voter_refs:
            found[ref] = account
    return found


def _counting_now(votes: list[UncountedVote], accounts: Mapping[str, int], key: str) -> list[UncountedVote]:
    """Those against which nothing else speaks, within the caps, by pool."""
    # Whoever was also seen in a network that stays declared may have voted there.
    doubtful = _seen_in(TeamNetwork.objects.values_list("cidr", flat=True), key) if votes else set()
    stages = {
        stage.pool.ref: stage
        for stage in Stage.objects.select_related("pool").filter(pool__ref__in={vote.pool_ref for vote in votes})
    }
    found: list[UncountedVote] = []
    for (pool_ref, ref), group in groupby(sorted(votes, key=_voter_in_pool), key=_voter_in_pool):
        stage = stages[pool_ref]
        known = known_of(accounts.get(ref), ref in doubtful, stage.pk)
        if reason_against(known, Voters(stage.voters)) is None:
            found += _within_terms(list(group), stage, ref)
    return found


def _voter_in_pool(vote: UncountedVote) -> tuple[str, str]:
    return vote.pool_ref, vote.voter_ref


def _within_terms(votes: list[UncountedVote], stage: Stage, ref: str) -> list[UncountedVote]:
    """Those of one voter that the stage's terms count: as they would have been counted when they were cast."""
    terms = Standing(least_seconds=stage.least_seconds, probes_count=stage.probes_count)
    votes = [vote for vote in votes if not reason_against_vote(terms, NOBODY, probed=vote.probed, seconds=vote.seconds)]
    own = [vote.cast_at for vote in counted_votes(ref) if vote.pool_ref == stage.pool.ref]
    beyond = beyond_caps(
        own,
        [Kept(vote.receipt_ref, vote.cast_at) for vote in votes],
        Caps(stage.votes_per_day, stage.votes_per_stage),
    )
    return [vote for vote in votes if vote.receipt_ref not in beyond]


def _parts(votes: list[UncountedVote]) -> Iterable[list[str]]:
    """The receipts for one proposal each: of one stage, and no more than somebody can look through."""
    for _pool, group in groupby(votes, key=lambda vote: vote.pool_ref):
        receipts = [vote.receipt_ref for vote in group]
        for start in range(0, len(receipts), MOST_VOTES_A_PROPOSAL):
            yield receipts[start : start + MOST_VOTES_A_PROPOSAL]
