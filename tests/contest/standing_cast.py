"""A closed stage with a published board, and the results that a chief enters for its three entrants."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from arena.models import LeaderboardSnapshot, Pool
from contest.actions.evaluations import enter_results
from contest.actions.proposals import confirm_proposal, propose_standing
from contest.actions.stages_running import close_stage
from contest.models import Fielding, PublishedStanding
from contest.queries.standing_content import content_digest
from contest.queries.standings import StageStanding, stage_standing
from contest.rules.evaluations import Entered, Judged, Sheet, sheet_digest
from contest.rules.roles import Actor
from contest.rules.stages_terms import Gate
from tests.contest.cast import CLOSES, SETUP, TEAMS, TERMS, haneul, opened, pool_of, revision, sora

TERMS_WITH_GATE = replace(TERMS, gates=(Gate("independence", "독자성", "Independence"),))
RATINGS = {"pine-1": 1100.0, "maple-1": 1000.0, "birch-1": 900.0}
RESULTS = {"pine-1": ("80", "70"), "maple-1": ("75.5", "90"), "birch-1": ("60", "60")}


def sheet(expert: str = "80", benchmark: str = "70", *, passed: bool = True) -> Sheet:
    """A whole sheet of one entrant."""
    points = {"expert": Entered(Decimal(expert), "전문가 10명"), "benchmark": Entered(Decimal(benchmark), "공동 시험")}
    return Sheet(points, {"independence": Judged(passed, "심사 보고서")})


def judged_stage(slug: str = "one", ratings: dict[str, float] = RATINGS) -> str:
    """A closed stage whose board rates these entrants, each within 10 points."""
    opened(slug, TERMS_WITH_GATE)
    close_stage(SETUP, slug, seen=revision(slug), now=CLOSES)
    publish_board(ratings, slug)
    return slug


def publish_board(ratings: dict[str, float], slug: str = "one") -> None:
    """A new board of the stage; who is not in `ratings` has too few votes."""
    pool = Pool.objects.get(ref=pool_of(slug))
    LeaderboardSnapshot.objects.create(
        **{"pool": pool, "number": pool.snapshots.count() + 1, "published_at": CLOSES, "watermark": 0, "votes": 0},
        **{"void_votes": 0, "estimator": "bt", "anchor": 1000.0, "tallies_sha256": "0" * 64},
        rows=[_row(f"{team}-1", ratings.get(f"{team}-1")) for team in TEAMS],
    )


def _row(entrant: str, rating: float | None) -> dict[str, object]:
    counts = dict.fromkeys(("votes", "wins", "ties", "losses"), 0)
    ranks = dict.fromkeys(("rank", "rank_low", "rank_high"))
    ref = Fielding.objects.get(slug=entrant).entrant.ref
    known = {"rating": rating, "lower": rating and rating - 10, "upper": rating and rating + 10}
    return {"entrant": ref, "rated": rating is not None} | known | ranks | counts


def seen_sheet(entrant: str = "pine-1", slug: str = "one") -> str:
    """What somebody saw who looks at an entrant's sheet now."""
    return sheet_digest(now_standing(slug).competitors[entrant].sheet)


def enter(entrant: str, results: Sheet, slug: str = "one", *, by: Actor = SETUP) -> None:
    """Somebody enters an entrant's results just after looking at them."""
    enter_results(by, slug, entrant, results, seen=seen_sheet(entrant, slug), now=CLOSES)


def enter_all(slug: str = "one") -> None:
    """All results of a stage."""
    for entrant, values in RESULTS.items():
        enter(entrant, sheet(*values), slug)


def now_standing(slug: str = "one") -> StageStanding:
    """The standing as it is."""
    found = stage_standing(slug)
    assert found is not None
    return found


def now_digest(slug: str = "one") -> str:
    """What somebody sees who looks at the standing now."""
    return content_digest(now_standing(slug))


def propose(slug: str = "one", now: datetime = CLOSES) -> str:
    """Sora proposes the standing as it is now."""
    return propose_standing(sora(), slug, seen=now_digest(slug), now=now, reason="평가가 끝남")


def publish_now(slug: str = "one", now: datetime = CLOSES) -> PublishedStanding:
    """Sora proposes the standing as it is now, and Haneul confirms."""
    confirm_proposal(haneul(), propose(slug, now), now=now)
    return PublishedStanding.objects.filter(stage__slug=slug).latest("number")


def published_standing(slug: str = "one", now: datetime = CLOSES) -> PublishedStanding:
    """A judged stage, all its results, and its standing published."""
    judged_stage(slug)
    enter_all(slug)
    return publish_now(slug, now)
