"""Which leaderboard of which stage the public may see now."""

from dataclasses import dataclass
from datetime import datetime

from contest.models import Stage
from contest.rules.stages import StageState
from contest.rules.stages_release import next_release_at, visible_until
from contest.rules.stages_terms import Release


@dataclass(frozen=True)
class BoardStage:
    """A stage whose board may be asked for. `shown_until` is None while the board is sealed.

    `next_at`: when the public sees newer figures, when that is known.
    """

    slug: str
    name: str
    kind: str
    pool_ref: str
    release: str
    shown_until: datetime | None
    next_at: datetime | None
    closes_at: datetime

    @property
    def is_rehearsal(self) -> bool:
        """Whether this stage decides nothing."""
        return self.kind == Stage.Kind.REHEARSAL

    @property
    def is_live(self) -> bool:
        """Whether the public sees every new board at once."""
        return self.release == Release.AT_ONCE and not self.is_archive

    @property
    def is_archive(self) -> bool:
        """Whether its votes were cast elsewhere."""
        return self.kind == Stage.Kind.ARCHIVE


def board_stages(language: str, now: datetime) -> list[BoardStage]:
    """All stages that have been published, newest first."""
    stages = Stage.objects.exclude(state=StageState.DRAFT).select_related("pool").order_by("-opens_at")
    return [_view(stage, language, now) for stage in stages]


def _view(stage: Stage, language: str, now: datetime) -> BoardStage:
    release, state = Release(stage.release), StageState(stage.state)
    return BoardStage(
        slug=stage.slug,
        name=stage.name_ko if language == "ko" else stage.name_en,
        kind=stage.kind,
        pool_ref=stage.pool.ref,
        release=release,
        shown_until=visible_until(release, state, now),
        next_at=next_release_at(release, state, now),
        closes_at=stage.closes_at,
    )


def stage_pool(slug: str) -> str | None:
    """The ref of a stage's pool; None when there is no such stage."""
    return Stage.objects.filter(slug=slug).values_list("pool__ref", flat=True).first()
