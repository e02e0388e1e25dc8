"""What the public is told about a stage."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contest.models import Notice

KIND_WORDS: dict[str, str | Promise] = {
    "paused": _("멈춤"),
    "extended": _("기간 늘림"),
    "closed_early": _("일찍 닫음"),
    "degraded": _("느릴 수 있음"),
    "general": _("알림"),
}

COLUMNS = (
    *("ref", "kind", "text_ko", "text_en", "published_at", "ended_at"),
    # The rest of a stage is long texts.
    *("stage__name_ko", "stage__name_en"),
)


@dataclass(frozen=True)
class NoticeView:
    """A notice in one language, with its stage's name. It holds while `ended_at` is None."""

    ref: str
    stage: str
    kind: str
    text: str
    published_at: datetime
    ended_at: datetime | None


def all_notices(language: str) -> list[NoticeView]:
    """The notices of every stage, newest first."""
    return _views(Notice.objects.all(), language)


def notices_of(stage_slug: str, language: str) -> list[NoticeView]:
    """All notices of a stage, newest first."""
    return _views(Notice.objects.filter(stage__slug=stage_slug), language)


def standing_notices(stage_slug: str, language: str) -> list[NoticeView]:
    """The notices that hold now, newest first: the status line of every page."""
    return _views(Notice.objects.filter(stage__slug=stage_slug, ended_at=None), language)


def _views(rows: QuerySet[Notice], language: str) -> list[NoticeView]:
    found = rows.select_related("stage").only(*COLUMNS).order_by("-published_at", "-pk")
    return [
        NoticeView(
            row.ref,
            row.stage.name_ko if language == "ko" else row.stage.name_en,
            row.kind,
            row.text_ko if language == "ko" else row.text_en,
            row.published_at,
            row.ended_at,
        )
        for row in found
    ]
