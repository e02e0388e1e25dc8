"""Example prompts by topic, for people who do not know what to ask."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Topic:
    """A topic with prompts in the page's language."""

    slug: str
    name: str | Promise
    prompts: tuple[str | Promise, ...]


TOPICS = (
    Topic("farming", _("농사"), (_("봄 감자는 언제 심는 것이 좋은가요?"), _("고추 모종이 시들 때는 어떻게 하나요?"))),
    Topic(
        "welfare",
        _("복지"),
        (_("기초연금은 어떻게 신청하나요?"), _("혼자 사는 어르신이 받을 수 있는 도움을 알려 주세요.")),
    ),
    Topic("school", _("학교"), (_("중학생에게 광합성을 설명해 주세요."), _("분수 나눗셈은 왜 뒤집어 곱하나요?"))),
    Topic(
        "work",
        _("일"),
        (_("엑셀에서 중복된 줄을 지우는 방법을 알려 주세요."), _("면접에서 자기소개를 1분으로 준비해 주세요.")),
    ),
    Topic(
        "law",
        _("생활 법률"),
        (_("전세 계약 전에 무엇을 확인해야 하나요?"), _("중고 거래에서 사기를 당하면 어떻게 하나요?")),
    ),
    Topic(
        "health", _("건강"), (_("밤에 잠이 안 올 때 해 볼 것을 알려 주세요."), _("혈압을 낮추는 식사를 알려 주세요."))
    ),
    Topic(
        "code",
        _("코드"),
        (
            _("파이썬으로 목록에서 가장 큰 수를 찾는 함수를 써 주세요."),
            _("이 오류는 무슨 뜻인가요: list index out of range"),
        ),
    ),
    Topic(
        "letters",
        _("글쓰기"),
        (_("할머니 생신 편지를 써 주세요."), _("이웃에게 층간 소음을 부드럽게 알리는 글을 써 주세요.")),
    ),
    Topic(
        "travel",
        _("여행"),
        (_("아이와 함께 가는 경주 하루 일정을 짜 주세요."), _("비 오는 날 부산에서 할 일을 추천해 주세요.")),
    ),
    Topic("science", _("과학"), (_("하늘은 왜 파란가요?"), _("무지개는 어떻게 생기나요?"))),
)
