"""Which board a reader asks for: a stage, a slice of its votes, raw or at equal style."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arena.queries.leaderboard import SnapshotView
from contest.web.topics import TOPICS

ALL = "all"
RAW, CONTROLLED = "raw", "controlled"
FACETS: dict[str, str | Promise] = {
    "topic": _("주제"),
    "language": _("언어"),
    "turns": _("질문 수"),
    "voters": _("투표한 사람"),
    "panel": _("평가단"),
}
LABELS: dict[str, str | Promise] = {
    **{f"topic:{topic.slug}": topic.name for topic in TOPICS},
    "topic:other": _("그 밖의 주제"),
    "language:ko": _("한국어"),
    "language:en": _("영어"),
    "language:other": _("그 밖의 언어"),
    "turns:1": _("질문 하나"),
    "turns:more": _("이어서 물은 대결"),
    "voters:open": _("시민"),
    "voters:expert": _("전문가"),
    "panel:weighted": _("자리 수에 맞춘 평가단"),
}


@dataclass(frozen=True)
class Choice:
    """What the address says. `stage` is a slug or empty for the current one."""

    stage: str = ""
    slice: str = ALL
    look: str = RAW

    @property
    def is_plain(self) -> bool:
        """Whether it is the whole board as it was counted."""
        return (self.slice, self.look) == (ALL, RAW)


def choice_in(query: QueryDict) -> Choice:
    """The choice in an address; what is not known falls back to the whole, raw board."""
    look = CONTROLLED if query.get("look") == CONTROLLED else RAW
    return Choice(query.get("stage", "")[:40], query.get("slice", ALL)[:40], look)


def fitting(choice: Choice, snapshot: SnapshotView) -> Choice:
    """The choice, or the nearest that this snapshot has."""
    known = choice.slice == ALL or choice.slice in snapshot.details.get("slices", {})
    name = choice.slice if known else ALL
    controlled = choice.look == CONTROLLED and name == ALL and snapshot.details.get("style")
    return Choice(choice.stage, name, CONTROLLED if controlled else RAW)


def label(name: str) -> str | Promise:
    """A slice in words."""
    return LABELS.get(name, name.partition(":")[2])


def options(snapshot: SnapshotView, choice: Choice) -> list[dict[str, object]]:
    """The slices that have votes, by facet, for the form."""
    groups: list[dict[str, object]] = []
    for facet, title in FACETS.items():
        members = [name for name in snapshot.details.get("slices", {}) if name.startswith(f"{facet}:")]
        if members:
            entries = [
                {
                    "value": name,
                    "label": label(name),
                    "votes": snapshot.details["slices"][name]["votes"],
                    "chosen": name == choice.slice,
                }
                for name in members
            ]
            groups.append({"title": title, "options": entries})
    return groups
