"""Contexts of the battle's templates, from the engine's views."""

from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arena.actions.prompts import PROMPT_MAX_CHARACTERS
from arena.queries.battles import BattleView, Reveal
from contest.queries.stages import FieldedView, fielded
from contest.web.standing import why_not
from contest.web.topics import TOPICS

OUTCOME_LABELS: dict[str, str | Promise] = {
    "a_better": _("A가 더 나아요"),
    "b_better": _("B가 더 나아요"),
    "tie": _("비슷해요"),
    "both_bad": _("둘 다 아쉬워요"),
}
REASON_LABELS: dict[str, str | Promise] = {
    "accuracy": _("정확해요"),
    "usefulness": _("쓸모 있어요"),
    "natural_korean": _("말이 자연스러워요"),
    "completeness": _("빠진 것이 없어요"),
    "safety": _("안전해요"),
    "style": _("보기 좋아요"),
}
MASKED_LABELS: dict[str, str | Promise] = {
    "resident": _("주민등록번호"),
    "foreigner": _("외국인등록번호"),
    "card": _("카드번호"),
    "phone": _("전화번호"),
    "account": _("계좌번호"),
    "passport": _("여권번호"),
    "licence": _("운전면허번호"),
    "email": _("전자우편 주소"),
}
PROBED_TEXT = _("누가 답하는지 묻는 질문이라, 답변 속 이름은 가리고 이 대결의 투표는 순위에 세지 않아요.")
VOID_TEXTS: dict[str, str | Promise] = {
    "stopped": _("답변을 멈췄어요. 같은 질문으로 다시 해 볼 수 있어요."),
    "left": _("화면을 떠나서 답변을 멈췄어요. 같은 질문으로 다시 해 볼 수 있어요."),
    "side_failed": _("답변을 끝까지 받지 못했어요. 같은 질문으로 다시 해 볼 수 있어요."),
    "stalled": _("답변이 중간에 끊겼어요. 같은 질문으로 다시 해 볼 수 있어요."),
    "not_started": _("지금 사람이 많아 시작하지 못했어요. 잠시 뒤 같은 질문으로 다시 해 보세요."),
}


def emblem_url(emblem: str) -> str | None:
    """The address of a team's emblem, or None for a team without one. Uploaded emblems come with theirs."""
    if emblem.startswith("/"):
        return emblem
    return static(emblem) if emblem else None


def idle_page(typed: str = "", problem: str | None = None, standing: str = "") -> dict[str, object]:
    """The empty battle page; `typed` is kept when a prompt was refused. `standing`: how the next vote counts."""
    return {
        "standing": standing,
        "topics": TOPICS,
        "prompt_limit": PROMPT_MAX_CHARACTERS,
        "typed": typed,
        "problem": problem,
        "outcomes": list(OUTCOME_LABELS.items()),
        "reasons": list(REASON_LABELS.items()),
    }


def notices(masked: tuple[str, ...], probed: bool) -> list[str]:
    """What the voter is told about a prompt: which personal data was masked in it, and that the vote will not count."""
    told = []
    if masked:
        kinds = ", ".join(str(MASKED_LABELS[kind]) for kind in masked)
        told.append(
            _("개인정보를 가렸습니다: %(kinds)s. 가린 내용은 저장하지도 AI에게 보내지도 않았어요.") % {"kinds": kinds}
        )
    return [*told, str(PROBED_TEXT)] if probed else told


def battle_page(view: BattleView, language: str, standing: str) -> dict[str, object]:
    """The voter's own battle. `standing`: how the vote will count."""
    teams = fielded([view.reveal.entrant_a, view.reveal.entrant_b]) if view.reveal else {}
    return idle_page(standing=standing) | {
        "battle": {
            "ref": view.ref,
            "state": view.state,
            "turns": [
                {
                    "number": t.number,
                    "prompt": t.prompt,
                    "a": t.a,
                    "b": t.b,
                    "lang": html_language(view.language),
                    "notices": notices(t.masked, view.probed and t is view.turns[-1]),
                }
                for t in view.turns
            ],
            "can_follow_up": view.state == "ready" and view.turns_left > 0,
            "turns_left": view.turns_left,
            "lang": html_language(view.language),
        },
        "reveal": reveal_page(view.reveal, teams, language) if view.reveal else None,
        "void_text": VOID_TEXTS.get(view.void_reason),
    }


def html_language(language: str) -> str:
    """The value of a `lang` attribute: empty, which stands for unknown, where no language code is kept."""
    return "" if language == "other" else language


def reveal_page(reveal: Reveal, teams: dict[str, FieldedView], language: str) -> dict[str, object]:
    """Who was who, in one language, for templates/battle/_reveal.html."""
    sides = {
        side: {
            "team": teams[ref].team(language),
            "entrant": teams[ref].entrant(language),
            "emblem": emblem_url(teams[ref].emblem),
        }
        for side, ref in (("a", reveal.entrant_a), ("b", reveal.entrant_b))
    }
    return {
        "receipt": reveal.receipt_ref,
        "outcome": reveal.outcome,
        "outcome_label": OUTCOME_LABELS[reveal.outcome],
        "counted": reveal.counted,
        "why_not": why_not(reveal.void_reason),
        **sides,
    }
