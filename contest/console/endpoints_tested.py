"""What the checks of an endpoint mean, in the reader's language."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arena.queries.endpoint_checks import CheckedPointView, EndpointCheckView

Text = str | Promise
CHECKS: dict[str, Text] = {
    "reachable": _("서버에 닿고 그 이름을 내주는지"),
    "streaming": _("답변을 나누어 바로바로 보내는지"),
    "pace": _("시민에게 보이는 속도보다 빨리 보내는지"),
    "token counts": _("토큰 수를 알려 주는지"),
    "korean": _("한국어로 물으면 한국어로 답하는지"),
    "several turns": _("이어 묻는 대화를 받는지"),
    "answer limit": _("답변 길이 한도를 지키는지"),
    "stop words": _("멈춤 말에서 멈추는지"),
    "leaving": _("읽던 사람이 떠나면 자리를 비우는지"),
    "long prompt": _("가장 긴 질문을 받는지"),
    "context limit": _("너무 긴 질문을 거절하는지"),
    "wrong name": _("틀린 이름을 거절하는지"),
    "broken request": _("망가진 요청을 거절하는지"),
    "key": _("틀린 열쇠를 거절하는지"),
}
HEALTH: dict[str, Text] = {
    "well": _("정상"),
    "ill": _("답하지 않음"),
    "changed": _("다른 모델인 듯"),
    "shaky": _("지켜보는 중"),
    "off": _("꺼짐"),
    "unseen": _("아직 안 봄"),
}
PROBLEMS: dict[str, Text] = {
    "connect_failed": _("연결되지 않아요."),
    "first_token_timeout": _("제때 답하지 않아요."),
    "stalled": _("답하다가 멈춰요."),
    "too_slow": _("답변이 너무 느려요."),
    "too_large": _("답변이 너무 커요."),
    "server_error": _("서버 안에서 오류가 났어요."),
    "truncated": _("답변이 중간에 끊겨요."),
    "bad_stream": _("답변의 형식이 달라요."),
    "unauthorised": _("열쇠를 거절해요."),
    "not_found": _("경로나 이름을 몰라요."),
    "throttled": _("서버가 꽉 찼어요."),
    "empty": _("답변이 비어 있어요."),
    "repetitive": _("같은 말만 되풀이해요."),
    "rejected": _("요청을 거절해요."),
}


@dataclass(frozen=True)
class PointLine:
    """One check: what was looked at, how it went, and the engine's sentence for the server's engineer."""

    label: Text
    verdict: str
    told: str


def point_lines(check: EndpointCheckView) -> list[PointLine]:
    """The checks in the order of the report."""
    return [PointLine(CHECKS.get(point.check, point.check), _verdict(point), point.told) for point in check.points]


def problem_text(problem: str) -> Text:
    """A look's problem in words; an unknown one as it is."""
    return PROBLEMS.get(problem, problem)


def _verdict(point: CheckedPointView) -> str:
    if point.passed:
        return "passed"
    return "failed" if point.must else "advice"
