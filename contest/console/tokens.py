"""Tokens of the API: who has which, a new one that is shown once, and the end of one."""

from datetime import UTC, datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from contest.actions.refusals import ActRefused
from contest.actions.tokens import MOST_DAYS, issue_token, revoke_token
from contest.console.access import needs, organiser, role_in
from contest.console.layout_lists import counted_page
from contest.console.refused import done_a_moment_ago, lines_of, status_of
from contest.console.stage_forms import line
from contest.queries.people import people
from contest.queries.tokens import count_tokens, tokens_page
from contest.rules.api_scopes import SCOPES, Scope
from contest.rules.issues import Issue
from contest.rules.roles import Act, may

PER_PAGE = 50
USUAL_DAYS = 90
SCOPE_WORDS: dict[str, str | Promise] = {
    Scope.READ_EXPORTS: gettext_lazy("파일 보고 내려받기"),
    Scope.WRITE_EXPORTS: gettext_lazy("파일 만들기"),
    Scope.READ_MONITORING: gettext_lazy("단계와 서버의 상태 보기"),
}


class TokenForm(forms.Form):
    """For whom, for what, for how long."""

    account = forms.ChoiceField(
        label=gettext_lazy("누구의 토큰인가요"),
        help_text=gettext_lazy("이 사람의 역할이 허락하는 것까지만 할 수 있어요."),
    )
    name = line(gettext_lazy("어디에 쓰나요"), gettext_lazy("목록과 기록에 남아요. 보기: 매일 밤 백업"), 100)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("무엇을 할 수 있나요"),
        choices=[(scope, SCOPE_WORDS[scope]) for scope in SCOPES],
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": gettext_lazy("하나 이상 고르세요.")},
    )
    days = forms.IntegerField(
        label=gettext_lazy("며칠 동안"),
        help_text=gettext_lazy("그 뒤에는 저절로 쓸 수 없어요. 길어도 366일이에요."),
        min_value=1,
        max_value=MOST_DAYS,
        initial=USUAL_DAYS,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), gettext_lazy("1에서 366 사이의 정수를 적으세요.")
        ),
    )


@needs(Act.READ_CONSOLE, to_post=Act.ISSUE_TOKEN)
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """All tokens and the form for a new one, which is in the answer to that form and nowhere else."""
    form, issues, token, status = _form(request.POST or None), list[Issue](), "", 200
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        words = wanted["account"], wanted["name"], wanted["scopes"], wanted["days"]
        try:
            token = issue_token(organiser(request), *words, now=datetime.now(UTC))
        except ActRefused as refused:
            issues, status = refused.issues, status_of(refused)
    return _page(request, _form(None) if token else form, issues, token, status)


@needs(Act.REVOKE_TOKEN)
@require_POST
def token_revoke(request: HttpRequest, ref: str) -> HttpResponse:
    """End a token at once."""
    now = datetime.now(UTC)
    try:
        revoke_token(organiser(request), ref, now=now)
    except ActRefused as refused:
        if not done_a_moment_ago(request.user.get_username(), Act.REVOKE_TOKEN, ref, now):
            return _page(request, _form(None), refused.issues, status=status_of(refused))
    messages.success(request, _("토큰을 없앴어요. 이제 아무것도 열지 못해요."))
    return redirect("console-tokens")


def _form(typed: QueryDict | None) -> TokenForm:
    form = TokenForm(typed)
    form.fields["account"].choices = [(one.username, one.username) for one in people()]  # type: ignore[attr-defined]
    return form


def _page(
    request: HttpRequest, form: TokenForm, issues: list[Issue], token: str = "", status: int = 200
) -> HttpResponse:
    now = datetime.now(UTC)
    page = counted_page(request, count_tokens(), lambda start, stop: tokens_page(start, stop, now), PER_PAGE)
    context = {
        "form": form,
        "issues": lines_of(issues),
        "token": token,
        "page": page,
        "rows": [(record, [SCOPE_WORDS.get(scope, scope) for scope in record.scopes]) for record in page.object_list],
        "may_issue": may(role_in(request), Act.ISSUE_TOKEN),
        "may_revoke": may(role_in(request), Act.REVOKE_TOKEN),
        "has_errors": form.is_bound,
    }
    return render(request, "console/tokens/tokens.html", context, status=status)


urlpatterns = [
    path("tokens/", tokens, name="console-tokens"),
    path("tokens/<slug:ref>/revoke/", token_revoke, name="console-token-revoke"),
]
