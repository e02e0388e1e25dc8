"""The stages that organisers choose among, in one query."""

from dataclasses import dataclass
from datetime import datetime

from contest.models import Stage
from contest.rules.stages import RUNNING, StageState

OVER = frozenset({StageState.CLOSED, StageState.FINAL})


@dataclass(frozen=True)
class StageChoice:
    """A stage by name. `is_over`: its battles are closed, so that organisers may see who was who."""

    slug: str
    name: str
    pool_ref: str
    state: StageState
    kind: str
    opens_at: datetime

    @property
    def counts(self) -> bool:
        """Whether it decides anything."""
        return self.kind == Stage.Kind.CONTEST

    @property
    def is_over(self) -> bool:
        """Whether it was closed."""
        return self.state in OVER


def stage_choices(language: str) -> list[StageChoice]:
    """All stages: the one that runs first, then the newest window first."""
    found = [_choice(stage, language) for stage in Stage.objects.select_related("pool").order_by("-opens_at")]
    return sorted(found, key=lambda choice: choice.state not in RUNNING)


def stage_of_pool(pool_ref: str, language: str) -> StageChoice | None:
    """The stage whose battles are in this pool; None for a pool of nobody's."""
    stage = Stage.objects.select_related("pool").filter(pool__ref=pool_ref).first()
    return _choice(stage, language) if stage else None


def _choice(stage: Stage, language: str) -> StageChoice:
    name = stage.name_ko if language == "ko" else stage.name_en
    return StageChoice(stage.slug, name, stage.pool.ref, StageState(stage.state), stage.kind, stage.opens_at)
