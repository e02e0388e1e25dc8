"""The console's menu. A page that is not there yet has no place in it."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The name of the list's address, and the beginning of the names of all pages below it.
MENU: tuple[tuple[str, str, str | Promise], ...] = (
    ("console", "console", _("현황판")),
    ("console-stages", "console-stage", _("단계")),
    ("console-notices", "console-notice", _("알림")),
    ("console-teams", "console-team", _("팀")),
    ("console-entrants", "console-entrant", _("참가 AI")),
    ("console-endpoints", "console-endpoint", _("서버")),
    ("console-battles", "console-battle", _("대결")),
    ("console-votes", "console-vote", _("투표")),
    ("console-proposals", "console-proposal", _("확인할 제안")),
    ("console-findings", "console-finding", _("발견")),
    ("console-evaluations", "console-evaluation", _("평가")),
    ("console-standings", "console-standing", _("종합 순위")),
    ("console-exports", "console-export", _("내보내기")),
    ("console-audit", "console-audit", _("기록")),
    ("console-tokens", "console-token", _("API 토큰")),
    ("console-people", "console-people", _("사람과 역할")),
)


@dataclass(frozen=True)
class MenuItem:
    """One entry. `is_here`: the reader is on this page or on one below it."""

    address: str
    label: str | Promise
    is_here: bool


def menu(here: str) -> tuple[MenuItem, ...]:
    """The menu as seen from the page with this name."""
    items = []
    for name, family, label in MENU:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        items.append(MenuItem(address, label, here == name or (family != "console" and here.startswith(family))))
    return tuple(items)
