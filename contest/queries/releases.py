"""When the public gets each stage's data."""

from dataclasses import dataclass

from contest.models import DataRelease, Stage
from contest.rules.stages import StageState
from contest.rules.stages_terms import Release


@dataclass(frozen=True)
class ReleaseRecord:
    """A stage's policy. `delay_days`: how old votes are that may be public while it runs; None for none.

    `is_sealed`: its leaderboard is shown only after the close, and so is its data, whatever the delay.
    """

    slug: str
    name_ko: str
    name_en: str
    state: StageState
    delay_days: int | None
    is_sealed: bool


def release_records() -> list[ReleaseRecord]:
    """Every stage whose data will be public some day, the newest window first."""
    stages = Stage.objects.filter(kind=Stage.Kind.CONTEST).order_by("-opens_at", "slug")
    delays = dict(DataRelease.objects.values_list("stage_id", "delay_days"))
    return [
        ReleaseRecord(
            stage.slug,
            stage.name_ko,
            stage.name_en,
            StageState(stage.state),
            delays.get(stage.pk),
            Release(stage.release) is Release.AT_CLOSE,
        )
        for stage in stages
    ]


def release_record(slug: str) -> ReleaseRecord | None:
    """One of them; None for every other slug."""
    return next((record for record in release_records() if record.slug == slug), None)
