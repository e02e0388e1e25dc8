"""An archive stage: votes that were cast elsewhere, shown and rated like our own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from arena.actions.past_votes import PastVote, record_past_votes
from arena.actions.pools import create_pool, enrol_entrant, join_pool
from arena.models import Entrant, Pool
from contest.actions.refusals import ActRefused
from contest.models import Fielding, Stage, Team
from contest.rules.issues import Issue
from contest.rules.slugs import SLUG
from contest.rules.stages import StageState
from contest.rules.voters import voter_ref

NAME_CHARACTERS = 100


@dataclass(frozen=True)
class ArchivedVote:
    """One vote of a file: voters and entrants by number, the outcome by its word."""

    voter: int
    a: int
    b: int
    outcome: str


@transaction.atomic
def import_archive(
    slug: str,
    names: Sequence[str],
    votes: Sequence[ArchivedVote],
    min_votes: int,
    now: datetime,
    progress: Callable[[float], None] = lambda _share: None,
) -> int:
    """Make the stage `slug` with an entrant for each name, and its votes; returns how many.

    Nobody can take part in it. `progress` hears the share of the votes that was taken. Refused: `slug_wrong`,
    `stage_exists`.
    """
    if not SLUG.fullmatch(slug):
        raise ActRefused([Issue("slug_wrong", {"slug": slug})])
    if Stage.objects.filter(slug=slug).exists():
        raise ActRefused([Issue("stage_exists", {"stage": slug})])
    pool_ref = create_pool(system_prompt="", min_votes=min_votes)
    Stage.objects.create(
        slug=slug,
        kind=Stage.Kind.ARCHIVE,
        pool=Pool.objects.get(ref=pool_ref),
        state=StageState.FINAL,
        name_ko=slug,
        name_en=slug,
        opens_at=now.replace(year=now.year - 1),
        closes_at=now,
        published_at=now,
        closed_at=now,
        min_votes=min_votes,
    )
    refs = [_enter(pool_ref, slug, number, name) for number, name in enumerate(names)]
    return record_past_votes(pool_ref, _past(slug, refs, votes, now, progress), simulated=False)


def _past(
    slug: str, refs: Sequence[str], votes: Sequence[ArchivedVote], now: datetime, progress: Callable[[float], None]
) -> Iterator[PastVote]:
    for taken, vote in enumerate(votes, start=1):
        progress(taken / len(votes))
        yield PastVote(voter_ref(f"archive-{vote.voter}", slug), refs[vote.a], refs[vote.b], vote.outcome, now)


def _enter(pool_ref: str, stage_slug: str, number: int, name: str) -> str:
    entrant_ref = enrol_entrant(f"{stage_slug}/{number}", [])
    shown, slug = name[:NAME_CHARACTERS], f"{stage_slug}-{number}"
    team = Team.objects.create(slug=slug, name_ko=shown, name_en=shown)
    Fielding.objects.create(
        slug=slug, team=team, entrant=Entrant.objects.get(ref=entrant_ref), name_ko=shown, name_en=shown
    )
    join_pool(pool_ref, entrant_ref)
    return entrant_ref
