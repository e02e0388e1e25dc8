"""What organisers are told, in words, and by which ways: read by whoever sends it and by the console's page about it.

Apart from the sending (contest/telling.py), which takes an HTTP client that no page needs.
"""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from contest.actions.organiser_messages import Channel, Kind

SUBJECTS = {
    Kind.FINDING: _("새 발견: {stage} 단계에서 살펴볼 표가 있어요"),
    Kind.ENDPOINT_DOWN: _("서버가 답하지 않아요: {entrant}"),
    Kind.ENDPOINT_BACK: _("서버가 다시 답해요: {entrant}"),
    Kind.ENDPOINT_CHANGED: _("다른 모델이 답하는 것 같아요: {entrant}"),
}
TEXTS = {
    Kind.FINDING: _("{stage} 단계의 표 {votes}개가 {detector} 검사에 걸렸어요. 콘솔의 발견 목록에서 살펴보세요."),
    Kind.ENDPOINT_DOWN: _(
        "{stage} 단계에서 {team} 팀 {entrant}의 서버({host})가 답하지 않아요. 나을 때까지 이 서버에는 묻지 않아요."
    ),
    Kind.ENDPOINT_BACK: _("{stage} 단계에서 {team} 팀 {entrant}의 서버({host})가 다시 답해요. 이제 다시 뽑아요."),
    Kind.ENDPOINT_CHANGED: _(
        "{stage} 단계에서 {team} 팀 {entrant}의 서버({host})가 처음과 다르게 답해요. 콘솔의 서버 화면에서 살펴보세요."
    ),
}


def channels() -> list[str]:
    """The ways that are set up."""
    return [
        channel
        for channel, target in (
            (Channel.EMAIL, settings.ORGANISER_EMAILS),
            (Channel.WEBHOOK, settings.ORGANISER_WEBHOOK),
        )
        if target
    ]


def sentences(kind: str, facts: dict[str, object], language: str) -> tuple[str, str]:
    """Subject and text in one language."""
    with override(language):
        return str(SUBJECTS[Kind(kind)]).format(**facts), str(TEXTS[Kind(kind)]).format(**facts)
