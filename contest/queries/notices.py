"""What the public is told about a stage."""

from dataclasses import dataclass
from datetime import datetime

from contest.models import Notice


@dataclass(frozen=True)
class NoticeView:
    """A notice in one language. It holds while `ended_at` is None."""

    ref: str
    kind: str
    text: str
    published_at: datetime
    ended_at: datetime | None


def notices_of(stage_slug: str, language: str) -> list[NoticeView]:
    """All notices of a stage, newest first."""
    rows = Notice.objects.filter(stage__slug=stage_slug).order_by("-published_at", "-pk")
    return [_view(row, language) for row in rows]


def standing_notices(stage_slug: str, language: str) -> list[NoticeView]:
    """The notices that hold now, newest first: the status line of every page."""
    return [view for view in notices_of(stage_slug, language) if view.ended_at is None]


def _view(row: Notice, language: str) -> NoticeView:
    text = row.text_ko if language == "ko" else row.text_en
    return NoticeView(row.ref, row.kind, text, row.published_at, row.ended_at)
