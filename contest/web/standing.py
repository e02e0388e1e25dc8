"""How votes count, in words: before the vote, after it, and on the page with one's own votes."""

from datetime import UTC, datetime

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contest.queries.admission import Prospect, prospect, prospect_in_full_network
from contest.web.limits import network_is_full
from contest.web.voters import address_of, visitor_of

WHY_NOT: dict[str, str | Promise] = {
    "identity_probe": _("누가 답하는지 물어본 대결이라 순위에는 세지 않았어요."),
    "too_soon": _("답변을 다 읽기에는 너무 빨라 순위에는 세지 않았어요."),
    "day_cap": _("오늘 셀 수 있는 표를 다 써서 순위에는 세지 않았어요. 내일 다시 세요."),
    "pool_cap": _("이 단계에서 셀 수 있는 표를 다 써서 순위에는 세지 않았어요."),
    "organiser": _("운영진의 투표라 순위에는 세지 않았어요."),
    "team_member": _("참가팀 구성원의 투표라 순위에는 세지 않았어요."),
    "team_network": _("참가팀의 인터넷망에서 한 투표라 순위에는 세지 않았어요."),
    "started_anew": _("이 단계에서 계정을 지운 적이 있어 순위에는 세지 않았어요."),
    "sign_in_needed": _("로그인하지 않은 투표라 순위에는 세지 않았어요."),
    "panel_only": _("평가단의 투표만 세는 단계라 순위에는 세지 않았어요."),
    "network_cap": _("같은 인터넷망에서 로그인 없이 한 투표가 많아 순위에는 세지 않았어요. 로그인하면 세요."),
}
"""By the reason that is kept with the vote. Reasons of organisers and findings are not told to voters in detail."""
OTHERWISE = _("운영 규칙에 따라 순위에서 뺐어요.")

WILL_NOT: dict[str, str | Promise] = {
    "day_cap": _("오늘 셀 수 있는 표를 다 썼어요. 더 투표할 수 있지만 순위에는 세지 않고, 내일 다시 세요."),
    "pool_cap": _("이 단계에서 셀 수 있는 표를 다 썼어요. 더 투표할 수 있지만 순위에는 세지 않아요."),
    "organiser": _("운영진이라 투표해도 순위에는 세지 않아요."),
    "team_member": _("참가팀 구성원이라 투표해도 순위에는 세지 않아요."),
    "team_network": _("참가팀의 인터넷망이라 투표해도 순위에는 세지 않아요."),
    "started_anew": _("이 단계에서 계정을 지운 적이 있어, 투표해도 순위에는 세지 않아요."),
    "network_cap": _("같은 인터넷망에서 로그인 없이 한 투표가 많아 지금은 순위에 세지 않아요. 로그인하면 세요."),
    "sign_in_needed": _("지금은 연습이에요. 투표를 순위에 세려면 로그인해 주세요."),
    "panel_only": _("이 단계는 평가단의 투표만 순위표에 반영돼요. 누구나 해 볼 수는 있어요."),
}


def why_not(void_reason: str) -> str | Promise:
    """Why a vote does not count; empty for a vote that counts."""
    return WHY_NOT.get(void_reason, OTHERWISE) if void_reason else ""


def next_vote(request: HttpRequest, stage_slug: str) -> str:
    """How the next vote of whoever asks will count, in one or two sentences."""
    address = address_of(request)
    ahead = prospect(visitor_of(request), stage_slug, address, datetime.now(UTC))
    return sentence(prospect_in_full_network(ahead) if network_is_full(request) else ahead)


def sentence(ahead: Prospect) -> str:
    """The same for a prospect that is at hand."""
    if ahead.against:
        return str(WILL_NOT[ahead.against])
    if ahead.left_today is not None:
        return str(_("이 투표는 순위표에 반영돼요. 오늘 %(left)d표 더 셀 수 있어요.") % {"left": ahead.left_today})
    if ahead.left_in_stage is not None:
        return str(
            _("이 투표는 순위표에 반영돼요. 이 단계에서 %(left)d표 더 셀 수 있어요.") % {"left": ahead.left_in_stage}
        )
    return str(_("이 투표는 순위표에 반영돼요."))
