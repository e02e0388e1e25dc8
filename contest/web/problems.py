"""Refusals: problem+json (RFC 9457) with a sentence that says what to do. Nothing here names a side."""

from dataclasses import dataclass

from django.http import HttpRequest, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Problem:
    """A refusal: HTTP status and the sentence for the person."""

    status: int
    detail: str | Promise


PROBLEMS: dict[str, Problem] = {
    "prompt_empty": Problem(400, _("질문이 비어 있어요. 궁금한 것을 적고 다시 눌러 주세요.")),
    "prompt_too_long": Problem(400, _("질문이 너무 길어요. 8,000자 안으로 줄여 주세요. 적은 글은 그대로 남아 있어요.")),
    "harmful_minors": Problem(
        400,
        _("어린이와 청소년을 성적으로 다루는 질문은 보낼 수 없어요. 질문을 바꿔 주세요. 적은 글은 그대로 남아 있어요."),
    ),
    "harmful_weapons": Problem(
        400, _("사람을 해치는 무기를 만드는 질문은 보낼 수 없어요. 질문을 바꿔 주세요. 적은 글은 그대로 남아 있어요.")
    ),
    "harmful_drugs": Problem(
        400, _("마약을 만들거나 구하는 질문은 보낼 수 없어요. 질문을 바꿔 주세요. 적은 글은 그대로 남아 있어요.")
    ),
    "harmful_self_harm": Problem(
        400,
        _("혼자 견디지 마세요. 자살예방상담전화 109가 늘 열려 있어요. 질문은 보내지 않았고 그대로 남아 있어요."),
    ),
    "harmful_spying": Problem(
        400,
        _("몰래 찍거나 얼굴을 합성하는 질문은 보낼 수 없어요. 질문을 바꿔 주세요. 적은 글은 그대로 남아 있어요."),
    ),
    "harmful_other": Problem(
        400, _("남을 해칠 수 있는 질문이라 보낼 수 없어요. 질문을 바꿔 주세요. 적은 글은 그대로 남아 있어요.")
    ),
    "too_fast": Problem(429, _("조금 빨라요. 1분쯤 쉬었다가 다시 물어봐 주세요. 적은 글은 그대로 남아 있어요.")),
    "network_too_fast": Problem(
        429,
        _("같은 인터넷망에서 질문이 한꺼번에 많이 왔어요. 1분쯤 뒤에 다시 눌러 주세요. 적은 글은 그대로 남아 있어요."),
    ),
    "proof_needed": Problem(
        428,
        _("기계가 아닌지 브라우저가 잠깐 계산해야 해요. 아래 확인을 눌러 주세요. 적은 글은 그대로 남아 있어요."),
    ),
    "proof_wrong": Problem(
        428, _("확인한 지 오래됐거나 이미 쓴 확인이에요. 다시 확인해 주세요. 적은 글은 그대로 남아 있어요.")
    ),
    "no_open_stage": Problem(409, _("지금은 열려 있는 단계가 없어요. 첫 화면에서 다음 일정을 확인해 주세요.")),
    "stage_not_open_yet": Problem(409, _("아직 시작하지 않았어요. 첫 화면에서 시작 날짜를 확인해 주세요.")),
    "stage_closed": Problem(409, _("이 단계의 투표가 끝났어요. 순위표에서 결과를 볼 수 있어요.")),
    "stage_paused": Problem(409, _("운영진이 잠시 멈췄어요. 조금 뒤에 다시 눌러 주세요.")),
    "too_few_entrants": Problem(503, _("지금은 답할 수 있는 참가 AI가 모자라요. 조금 뒤에 다시 눌러 주세요.")),
    "line_full": Problem(
        503, _("지금 기다리는 분이 많아요. 1분쯤 뒤에 다시 눌러 주세요. 적은 글은 그대로 남아 있어요.")
    ),
    "not_found": Problem(404, _("찾는 대결이 없어요. 새 대결을 시작해 주세요.")),
    "not_ready": Problem(409, _("지금은 할 수 없어요. 두 답변이 모두 끝난 뒤에 다시 눌러 주세요.")),
    "already_voted": Problem(409, _("이 대결에는 이미 투표했어요. 화면을 새로 고치면 결과가 보여요.")),
    "key_reused": Problem(409, _("같은 투표가 다른 내용으로 다시 왔어요. 화면을 새로 고친 뒤 다시 골라 주세요.")),
    "turns_used_up": Problem(409, _("이 대결에서 물어볼 수 있는 횟수를 다 썼어요. 이제 투표해 주세요.")),
    "outcome_unknown": Problem(400, _("어느 쪽이 나은지 하나를 골라 주세요.")),
    "key_missing": Problem(400, _("요청이 온전하지 않아요. 화면을 새로 고친 뒤 다시 눌러 주세요.")),
    "server_error": Problem(503, _("서버에 잠시 문제가 있어요. 아무것도 잃지 않았으니 조금 뒤에 다시 눌러 주세요.")),
}


def refusal(code: str) -> JsonResponse:
    """The answer for a closed code; an unknown code is a programming error and raises KeyError."""
    problem = PROBLEMS[code]
    return JsonResponse(
        {
            "type": f"/problems/{code}/",
            "title": code,
            "status": problem.status,
            "detail": str(problem.detail),
            "code": code,
        },
        status=problem.status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def wants_json(request: HttpRequest) -> bool:
    """Whether the caller is a script rather than a page load."""
    return "application/json" in request.headers.get("Accept", "")
