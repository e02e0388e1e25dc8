"""What findings, their numbers and the decisions about them are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

Text = str | Promise

DETECTORS: dict[str, tuple[Text, Text]] = {
    "group_targets": (
        _("한 묶음이 한 참가 AI를 밀거나 깎음"),
        _("같은 인터넷망이나 같은 때에 온 사람들의 표가 한 참가 AI 쪽으로 함께 기울어 있어요."),
    ),
    "voter_targets": (
        _("한 사람이 한 참가 AI를 밀거나 깎음"),
        _("한 사람의 표가 다른 사람들의 표로 보아 있을 법한 것보다 한 참가 AI 쪽으로 기울어 있어요."),
    ),
    "contrarian": (_("늘 거꾸로 고름"), _("한 사람이 다른 사람들이 나쁘다고 한 쪽을 되풀이해 골랐어요.")),
    "random": (
        _("아무렇게나 고름"),
        _("고른 것이 동전 던지기와 다르지 않아요. 다른 사람들은 두 답변의 차이를 잘 알아봤어요."),
    ),
    "one_sided": (_("늘 한쪽만 고름"), _("답변과 상관없이 A나 B 가운데 한쪽만 골랐어요.")),
    "always_ties": (_("늘 비슷하다고 함"), _("거의 모든 대결에서 비슷하다고 했어요.")),
    "too_fast": (_("읽기에 너무 빠름"), _("답변을 다 읽기 어려울 만큼 빨리 투표했어요.")),
    "burst": (_("표가 한꺼번에 몰림"), _("앞뒤보다 표가 훨씬 많이 온 때가 있어요.")),
    "same_prompt": (_("같은 질문이 여러 사람에게서"), _("여러 사람이 거의 같은 질문을 되풀이했어요.")),
}
"""By the detector's word: a title, and what it means."""
STATES: dict[str, Text] = {
    "open": _("결정을 기다림"),
    "dismissed": _("넘어감"),
    "applied_by_rule": _("규칙에 따라 표를 뺌"),
    "applied_by_two": _("두 사람이 표를 뺌"),
}
VERBS: dict[str, Text] = {"apply": _("표를 뺌"), "dismiss": _("넘어감"), "undo": _("되돌림")}
NUMBERS: dict[str, Text] = {
    "votes": _("표"),
    "around": _("앞뒤의 표"),
    "voters": _("사람"),
    "prompts": _("질문"),
    "lean": _("기운 정도"),
    "information": _("정보의 양"),
    "standard_errors": _("표준 오차의 몇 배"),
    "seconds": _("투표까지 걸린 초(가운데값)"),
    "usual_seconds": _("보통 걸리는 초"),
    "against_a_coin": _("동전 던지기와의 차이(표준 오차)"),
    "taste": _("사람마다 다른 취향의 크기"),
}


LEAST_SHOWN, LARGE = 1e-12, 0.01
"""Below the one nobody reads the digits, above the other a percentage is plain."""


def chance_text(chance: float | None) -> str:
    """A chance as people read it: "1,200번에 1번"; empty for None."""
    if chance is None:
        return ""
    if chance < LEAST_SHOWN:
        return gettext("1조 번에 1번보다 드물어요")
    if chance >= LARGE:
        return f"{100 * chance:.1f}%"
    return gettext("{times}번에 1번꼴이에요").format(times=f"{_rounded(1 / chance):,}")


def _rounded(value: float) -> int:
    """To two leading digits: more would claim too much."""
    return int(round(value, 2 - len(str(int(value)))))


def figures(numbers: Mapping[str, float]) -> list[tuple[Text, float]]:
    """The numbers that speak for a finding, with what they are called."""
    return [(NUMBERS.get(name, name), value) for name, value in numbers.items()]
