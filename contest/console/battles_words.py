"""What states, reasons, outcomes and topics are called in the console."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]

STATES: Words = {
    "drawn": _("시작을 기다림"),
    "streaming": _("답변 중"),
    "ready": _("투표를 기다림"),
    "voted": _("투표함"),
    "void": _("무효"),
    "expired": _("투표 없이 끝남"),
}
VOID_REASONS: Words = {
    "side_failed": _("한쪽이 답하지 못함"),
    "stalled": _("답변이 끊김"),
    "not_started": _("시작하지 못함"),
    "stopped": _("시민이 멈춤"),
    "left": _("시민이 떠남"),
}
OUTCOMES: Words = {
    "a_better": _("A가 나음"),
    "b_better": _("B가 나음"),
    "tie": _("비슷함"),
    "both_bad": _("둘 다 아쉬움"),
}
GROUPS: Words = {"open": _("누구나")}
LANGUAGES: Words = {"ko": _("한국어"), "en": _("영어"), "other": _("그 밖의 언어")}
TOPICS: Words = {
    "farming": _("농사"),
    "welfare": _("복지"),
    "school": _("학교"),
    "work": _("일"),
    "law": _("생활 법률"),
    "health": _("건강"),
    "code": _("코드"),
    "letters": _("편지와 글"),
    "travel": _("여행"),
    "science": _("과학"),
    "other": _("그 밖의 주제"),
}
UNCOUNTED: Words = {
    "identity_probe": _("누가 답하는지 물음"),
    "too_soon": _("너무 빠름"),
    "day_cap": _("하루 한도 넘음"),
    "pool_cap": _("단계 한도 넘음"),
    "organiser": _("운영진의 표"),
    "team_member": _("참가팀 구성원의 표"),
    "team_network": _("참가팀 인터넷망의 표"),
    "started_anew": _("계정을 지우고 다시 옴"),
    "sign_in_needed": _("로그인하지 않음"),
    "panel_only": _("평가단이 아님"),
    "network_cap": _("한 인터넷망에서 많이 옴"),
}
"""Why a vote counted for nothing from the start; what organisers and findings set aside has a sentence of its own."""


def choices(words: Words, anything: str | Promise) -> list[tuple[str, str | Promise]]:
    """The words as choices of a search, with one for "any" in front."""
    return [("", anything), *words.items()]


def worded(words: Words, value: str) -> str | Promise:
    """What a stored word is called; the word itself where it has no other name."""
    return words.get(value, value)
