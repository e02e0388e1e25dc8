"""The standings that were published: everybody may read them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from contest.models import PublishedStanding


@dataclass(frozen=True)
class PublicationHead:
    """Which standing it is, without what stands in it. `kind`: of its stage."""

    stage: str
    kind: str
    number: int
    published_at: datetime
    snapshot_number: int | None
    sha256: str


@dataclass(frozen=True)
class PublishedView(PublicationHead):
    """A published standing. `content`: as contest.queries.standing_content makes it."""

    content: dict[str, Any]


def published_standings(slug: str) -> list[PublishedView]:
    """A stage's published standings, the newest first."""
    return [_view(row) for row in _rows(slug).order_by("-number")]


def published_standing(slug: str, number: int) -> PublishedView | None:
    """One of them; None when there is none with this number."""
    row = _rows(slug).filter(number=number).first()
    return _view(row) if row else None


def count_publications(stage: str = "") -> int:
    """How many standings were published, of one stage or of all."""
    return _rows(stage).count()


def publications_page(start: int, stop: int, stage: str = "") -> list[PublicationHead]:
    """Those from `start` to before `stop`, the newest first."""
    rows = _rows(stage).defer("content").order_by("-published_at", "-pk")
    return [PublicationHead(*_head(row)) for row in rows[start:stop]]


def last_publications() -> dict[str, datetime]:
    """When each stage's standing was published last, by slug; stages without one are left out."""
    return dict(PublishedStanding.objects.values_list("stage__slug").annotate(Max("published_at")))


def has_published_standing(slug: str) -> bool:
    """Whether the public can read a standing of this stage."""
    return _rows(slug).exists()


def _rows(stage: str) -> QuerySet[PublishedStanding]:
    rows = PublishedStanding.objects.select_related("stage")
    return rows.filter(stage__slug=stage) if stage else rows


def _head(row: PublishedStanding) -> tuple[str, str, int, datetime, int | None, str]:
    return row.stage.slug, row.stage.kind, row.number, row.published_at, row.snapshot_number, row.sha256


def _view(row: PublishedStanding) -> PublishedView:
    return PublishedView(*_head(row), row.content)
